using System.Text.Json.Nodes;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Pages;
using Noodlink.Station;

namespace Noodlink.Node.Pages.Drafting;

/// <summary>A form of one page that becomes one message.</summary>
/// <param name="Name">Of its drafts: "help", "offer", "situation", "stock".</param>
/// <param name="Address">Of its page; the form is posted to the same.</param>
/// <param name="Questions">The path of each field and the words of its question, in the order of the page.</param>
/// <param name="BodyOf">The form as the JSON of interfaces.md §3.</param>
/// <param name="ShowAsync">Writes the page.</param>
internal sealed record FormSubject(
    string Name, string Address, IReadOnlyList<(string Path, string Question)> Questions,
    Func<IFormCollection, JsonObject> BodyOf, Func<HttpContext, FormState, Task> ShowAsync);

/// <summary>A form as it is shown now.</summary>
/// <param name="Name">Of its drafts.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="Fields">What was typed or filled in beforehand, and what is wrong with it.</param>
/// <param name="Guard">Carries the key, which is the id of its draft.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="Notice">What went wrong with all of it; null: nothing.</param>
/// <param name="Others">Drafts of the same form that somebody began.</param>
public sealed record FormState(
    string Name, string Address, FormFields Fields, FormGuard Guard, int Status, string? Notice,
    IReadOnlyList<DraftText> Others);
