using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

/// <summary>What the facts of a noodmelding must satisfy before they can be written. Whoever takes them in checks first
/// and tells a person; here a violation is a fault in the program.</summary>
internal static class FactRules
{
    /// <exception cref="ArgumentException">A field is out of its range.</exception>
    public static void Demand(AlarmFacts facts)
    {
        if (Fault(facts) is { } fault) throw new ArgumentException($"Facts of a noodmelding: {fault}.", nameof(facts));
    }

    private static string? Fault(AlarmFacts facts)
    {
        if (facts.Services is { Count: 0 }) return "services are empty";
        if (Repeats(facts.Services) || Repeats(facts.Hazards) || Repeats(facts.Actions) || Repeats(facts.Barriers)
            || Repeats(facts.VulnerableSites)) return "a list has an item twice or one that does not exist";
        if (facts.Hazards is { Count: > 1 } hazards && hazards.Contains(Hazard.None)) return "no hazard and a hazard";
        if (facts.Victims > Limits.PeopleMax || facts.Unresponsive > Limits.PeopleMax
            || facts.Trapped > Limits.PeopleMax || facts.Children > Limits.PeopleMax)
            return $"a count is above {Limits.PeopleMax}";
        if (facts.OccurredAgoMinutes is { } age && !AlarmFacts.AgeSteps.Contains(age)) return $"age {age} is no step";
        if (facts.Language is { } language
            && (language.Length != 2 || !char.IsAsciiLetterLower(language[0]) || !char.IsAsciiLetterLower(language[1])))
            return "the language is not two small letters";
        return Undefined(facts.Type) || Undefined(facts.DangerToLife) || Undefined(facts.Access)
            || Undefined(facts.Guide) || Undefined(facts.Source) || Undefined(facts.Reporter)
            || Undefined(facts.Location?.Kind) || Undefined(facts.Location?.Certainty)
            || Undefined(facts.Location?.Side)
            ? "a value that does not exist"
            : null;
    }

    private static bool Repeats<T>(ValueList<T>? list) where T : struct, Enum =>
        list is not null && (list.Distinct().Count() != list.Count || list.Any(item => !Enum.IsDefined(item)));

    private static bool Undefined<T>(T? value) where T : struct, Enum => value is { } set && !Enum.IsDefined(set);
}
