using Microsoft.Extensions.Primitives;
using Noodlink.Node.Drafts;
using Noodlink.Protocol.Messages;

namespace Noodlink.Node.Pages.Sending;

/// <summary>What a step that was sent changes in the draft: its own fields and no other's, so that two people in one
/// draft, each on a step of their own, undo nothing of each other.</summary>
internal static class StepChanges
{
    /// <summary>A note of the form: the services were chosen by the type and not by a person.</summary>
    public const string ServicesByType = "_services";

    /// <summary>A note of the form: a person said whether this noodmelding is real.</summary>
    public const string StatusSaid = "_said";

    public static IReadOnlyList<KeyValuePair<string, StringValues>> Of(Step step, IFormCollection form, TypedFields before) =>
        step switch
        {
            Step.Services => [Field(form, "services"), Empty(ServicesByType)],
            Step.Place => Place(form, before),
            Step.Type => Type(form, before),
            Step.Danger => form.ContainsKey("dangerToLife") ? [Field(form, "dangerToLife")] : [],
            Step.Questions => [.. OneQuestion.All.SelectMany(OneQuestion.Paths).Select(path => Field(form, path))],
            _ => form.ContainsKey("text") ? [Field(form, "text")] : [],
        };

    /// <summary>Was it said how sure the place is? Then the question is answered.</summary>
    public static bool ConfirmsPlace(IFormCollection form) =>
        form["_do"] == "hier" || form["location.certainty"].Any(one => !string.IsNullOrEmpty(one));

    private static List<KeyValuePair<string, StringValues>> Place(IFormCollection form, TypedFields before)
    {
        if (form["_do"] == "hier")
            return
            [
                .. PlaceWays.Paths.Select(Empty), KeyValuePair.Create("location.kind", new StringValues("Here")),
                KeyValuePair.Create("location.certainty", new StringValues(nameof(Certainty.Certain))),
            ];
        if (!form.Keys.Any(path => path.StartsWith("location.", StringComparison.Ordinal))) return [];
        List<KeyValuePair<string, StringValues>> typed =
            [.. PlaceWays.Paths.Append("location.certainty").Select(path => Field(form, path))];
        if (!ConfirmsPlace(form) || PlaceWays.Of(form["_hoe"]) is not { } way) return typed;
        var proposal = PlaceProposal.AsTyped(before.With(typed), way);
        return
        [
            .. proposal.Fields.Select(field => KeyValuePair.Create(field.Path, new StringValues(field.Value))),
            Field(form, "location.certainty"),
        ];
    }

    // Who is needed is a person's to say. Only where nobody said anything, the type does; and it may say something else
    // when the type changes.
    private static List<KeyValuePair<string, StringValues>> Type(IFormCollection form, TypedFields before)
    {
        if (!Enum.TryParse<AlarmType>(form["type"], out var type) || !Enum.IsDefined(type)) return [];
        List<KeyValuePair<string, StringValues>> changes = [Field(form, "type")];
        if (before.One("services") is not null && before.One(ServicesByType) is null) return changes;
        changes.Add(KeyValuePair.Create(
            "services", new StringValues([.. TypeNeeds.Of(type).Services.Select(service => $"{service}")])));
        changes.Add(KeyValuePair.Create(ServicesByType, new StringValues("type")));
        return changes;
    }

    private static KeyValuePair<string, StringValues> Field(IFormCollection form, string path) =>
        KeyValuePair.Create(path, new StringValues([.. form[path].Where(one => !string.IsNullOrEmpty(one))]));

    private static KeyValuePair<string, StringValues> Empty(string path) => KeyValuePair.Create(path, StringValues.Empty);
}
