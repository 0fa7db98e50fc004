using Noodlink.Node.Drafts;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.Sending;

/// <summary>A draft in a list: enough to know it again.</summary>
/// <param name="Form">"Noodmelding".</param>
/// <param name="Holds">What it says so far, in one line.</param>
/// <param name="When">When it was typed last.</param>
/// <param name="Address">Where it goes on.</param>
public sealed record DraftRow(string Id, string Form, string Holds, string When, string Address)
{
    /// <summary>Not real: "OEFENING", "TEST"; null: it is, or nobody said so yet.</summary>
    public string? Drill { get; init; }

    private const int HoldsMax = 120;

    /// <summary>A draft as it stands.</summary>
    public static DraftRow Of(DraftText draft, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var fields = TypedFields.Parse(draft.Fields);
        var facts = DraftFacts.Of(fields);
        string?[] parts =
        [
            facts.Type is { } type ? Marks.Capital(Labels.Of(type)) : null,
            facts.Location is { } place ? PlaceText.Of(place with { Rd = null }) : null,
            facts.Services is null ? null : Marks.Services(facts),
            facts.Text,
        ];
        var holds = string.Join(" – ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
        if (holds.Length == 0) holds = string.Join(
            ", ", fields.Paths.Where(TypedFields.IsContent).SelectMany(fields.Many).Where(text => text.Contains(' ', StringComparison.Ordinal)));
        if (holds.Length == 0) holds = Words.Draft_Begun;
        return new DraftRow(
            draft.Id, DraftForms.WordsOf(draft.Form), Shortened(holds),
            Say.It(Words.Draft_When, Ago.Moment(draft.ChangedAt, now)), DraftForms.AddressOf(draft))
        {
            Drill = DraftFacts.Word<MessageStatus>(fields, "status") is { } status and not MessageStatus.Actual
                ? MessageLabels.Of(status) : null,
        };
    }

    private static string Shortened(string text)
    {
        if (text.Length <= HoldsMax) return text;
        var end = char.IsHighSurrogate(text[HoldsMax - 1]) ? HoldsMax - 1 : HoldsMax;
        return $"{text[..end].TrimEnd()}…";
    }
}
