using System.Text.Json.Nodes;
using Noodlink.Node.Drafts;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Pages;
using Noodlink.Station;

namespace Noodlink.Node.Pages.Drafting;

/// <summary>A form of one page that becomes one message.</summary>
/// <param name="Name">Of its drafts: "help", "offer", "situation", "stock".</param>
/// <param name="Address">Of its page; the form is posted to the same.</param>
/// <param name="Questions">In the order of the page.</param>
/// <param name="BodyOf">The form as the JSON of interfaces.md §3, without its status.</param>
/// <param name="ShowAsync">Writes the page.</param>
internal sealed record FormSubject(
    string Name, string Address, IReadOnlyList<FormQuestion> Questions, Func<IFormCollection, JsonObject> BodyOf,
    Func<HttpContext, FormState, Task> ShowAsync)
{
    /// <summary>It says of itself whether it is real: of what it belongs to. Null: the form asks, or knows.</summary>
    public MessageStatus? StatusOf { get; init; }

    /// <summary>Where to go on after it; null: to the message that it became.</summary>
    public string? Back { get; init; }

    /// <summary>What keeps it from going that the reader of messages cannot know; null: nothing.</summary>
    public Func<IFormCollection, IReadOnlyDictionary<string, string[]>?> FaultsOf { get; init; } = _ => null;

    /// <summary>When a message was stored for the first time: what this point learns from it.</summary>
    public Func<IFormCollection, CancellationToken, Task>? StoredAsync { get; init; }

    /// <summary>The field that a path of the message speaks of, where the two have different names.</summary>
    public Func<IFormCollection, string, string> FieldOf { get; init; } = (_, path) => path;

    /// <summary>Where the question of a path stands; before all of them when it has none.</summary>
    public int Place(string path) => Find(path) is { } question ? Questions.Index().First(one => one.Item == question).Index : -1;

    /// <summary>The question of a path, or of what that path is part of; null: it has none.</summary>
    public FormQuestion? Find(string path) =>
        Questions.FirstOrDefault(one => one.Path == path) ?? Questions.FirstOrDefault(one => one.Path == path.Split('.', '[')[0]);
}

/// <summary>A question of a form.</summary>
/// <param name="Path">Of its field in the API.</param>
/// <param name="Words">As it stands on the page.</param>
/// <param name="IsChoice">Answered by choosing, not by typing.</param>
internal sealed record FormQuestion(string Path, string Words, bool IsChoice = false);

/// <summary>A form as it is shown now.</summary>
/// <param name="Name">Of its drafts.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="Fields">What was typed or filled in beforehand, and what is wrong with it.</param>
/// <param name="Guard">Carries the key, which is the id of its draft.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="Notice">What went wrong with all of it; null: nothing.</param>
/// <param name="Others">Drafts of the same form that somebody began.</param>
/// <param name="AsksStatus">An exercise runs, ran or is in doubt: it has to be said whether this is real.</param>
public sealed record FormState(
    string Name, string Address, FormFields Fields, FormGuard Guard, int Status, string? Notice,
    IReadOnlyList<DraftText> Others, bool AsksStatus)
{
    /// <summary>What looks like it is about one person by name, and how much room is left; it may go all the
    /// same.</summary>
    public IReadOnlyList<string> Notes => DraftNotes.Of(Name, Fields.Typed);
}
