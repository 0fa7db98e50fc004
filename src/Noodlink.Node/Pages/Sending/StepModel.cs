using Noodlink.Node.Drafts;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Pages;

namespace Noodlink.Node.Pages.Sending;

/// <summary>One step of a noodmelding that is being made.</summary>
/// <param name="Id">Of the draft.</param>
/// <param name="Step">The step that is shown.</param>
/// <param name="Fields">Everything that was typed so far, in all steps.</param>
/// <param name="Guard">Its key is the draft's id: pressing twice makes one message.</param>
/// <param name="Status">For real, an exercise or a test: what this person saw when they began, until they change
/// it.</param>
public sealed record StepModel(string Id, Step Step, TypedFields Fields, FormGuard Guard, MessageStatus Status)
{
    /// <summary>An exercise runs here now.</summary>
    public bool ExerciseRuns { get; init; }

    /// <summary>The step was opened from the last one, to change an answer: then that is where it goes on.</summary>
    public bool BackToCheck { get; init; }

    /// <summary>The disk refused it: it stands in memory only.</summary>
    public bool NotKept { get; init; }

    /// <summary>What must be said above the step.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>What is wrong, by path.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = FormFields.NoErrors;

    /// <summary>The fields as the elements of a form take them.</summary>
    public FormFields Form => new(Fields.AsForm(), Errors);

    /// <summary>The form of the step.</summary>
    public KeptForm.KeptFormModel Kept => new(
        DraftForms.Alarm, Address(Step), Guard,
        BackToCheck ? [("status", $"{Status}"), ("_terug", "controle")] : [("status", $"{Status}")]);

    /// <summary>The place of it.</summary>
    public PlaceAt PlaceAt => new(
        Kept, Form, BackToCheck ? "terug=controle" : "", $"/kaart?kies={Id}",
        Address(BackToCheck ? Step.Check : Step.Type));

    /// <summary>The type that was chosen.</summary>
    public AlarmType? Type => DraftFacts.Word<AlarmType>(Fields, "type");

    /// <summary>The address of a step of this draft.</summary>
    public string Address(Step step) => AddressOf(Id, step);

    /// <summary>The same, opened from the last step and leading back to it.</summary>
    public string ChangeAddress(Step step) => step == Step.Check ? Address(step) : $"{Address(step)}?terug=controle";

    /// <summary>The address of a step of a draft.</summary>
    public static string AddressOf(string id, Step step) => $"{SendingPages.Address}/{id}/{Steps.Name(step)}";
}

/// <summary>Something that must be said.</summary>
/// <param name="Text">What.</param>
/// <param name="Link">Where it can be changed; null: nowhere.</param>
/// <param name="LinkText">What the link says.</param>
/// <param name="Bad">It went wrong; otherwise it is only good to know.</param>
public sealed record Notice(string Text, string? Link = null, string? LinkText = null, bool Bad = false);
