using Noodlink.Node.Drafts;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.Sending;

/// <summary>The steps of a noodmelding, in the order in which the meldkamer asks (domain.md §2.3). The order is a
/// suggestion: every step can be reached at any time.</summary>
public enum Step
{
    /// <summary>1. Wie is er nodig?</summary>
    Services,

    /// <summary>2. Waar is het?</summary>
    Place,

    /// <summary>3. Wat is er?</summary>
    Type,

    /// <summary>4. Is iemand in levensgevaar?</summary>
    Danger,

    /// <summary>5 to 14, as far as the type needs them.</summary>
    Questions,

    /// <summary>Toelichting, everything read back, and the button.</summary>
    Check,
}

/// <summary>What a step is called, and which fields are its own.</summary>
public static class Steps
{
    private static readonly string[] Names = ["wie", "waar", "wat", "gevaar", "vragen", "controle"];

    /// <summary>From first to last.</summary>
    public static IReadOnlyList<Step> All { get; } = Enum.GetValues<Step>();

    /// <summary>The last part of its address.</summary>
    public static string Name(Step step) => Names[(int)step];

    /// <summary>Null: no step has that name.</summary>
    public static Step? Of(string? name) => Array.IndexOf(Names, name) is >= 0 and var place ? (Step)place : null;

    /// <summary>The step behind it; the last stays.</summary>
    public static Step After(Step step) => step == Step.Check ? step : step + 1;

    /// <summary>Its numbers on the paper form.</summary>
    public static string Numbers(Step step) => step switch
    {
        Step.Questions => "5–14",
        Step.Check => "",
        _ => $"{(int)step + 1}",
    };

    /// <summary>In the strip on top of the form.</summary>
    public static string Label(Step step) => step switch
    {
        Step.Services => Words.Send_StepServices,
        Step.Place => Words.Send_StepPlace,
        Step.Type => Words.Send_StepType,
        Step.Danger => Words.Send_StepDanger,
        Step.Questions => Words.Send_StepQuestions,
        _ => Words.Send_StepCheck,
    };

    /// <summary>The step that asks for a field of the API.</summary>
    public static Step Asking(string path) => path.Split('.', '[')[0] switch
    {
        "services" => Step.Services,
        "location" => Step.Place,
        "type" => Step.Type,
        "dangerToLife" => Step.Danger,
        "text" or "status" or "$" => Step.Check,
        _ => Step.Questions,
    };

    /// <summary>Was it answered?</summary>
    public static bool IsFilled(Step step, TypedFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return step switch
        {
            Step.Place => fields.One("location.certainty") is not null || fields.One("location.kind") == "Here",
            Step.Check => false,
            // What was typed in a help request that became a noodmelding answers none of them.
            Step.Questions => OneQuestion.All.SelectMany(OneQuestion.Paths).Any(path => fields.One(path) is not null),
            _ => fields.Paths.Any(path => TypedFields.IsContent(path) && Asking(path) == step),
        };
    }

    /// <summary>Where somebody goes on who opens a draft again: the first of the four that must be answered, else the last
    /// step.</summary>
    public static Step FirstOpen(TypedFields fields) =>
        All.Where(step => step < Step.Questions && !IsFilled(step, fields)).DefaultIfEmpty(Step.Check).First();
}
