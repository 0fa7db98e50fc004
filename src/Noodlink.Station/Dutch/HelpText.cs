using Noodlink.Protocol;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Dutch;

/// <summary>Help, supplies, bulletins and exercises in a title and in one line: what, how many, where, until when, and what
/// was typed.</summary>
/// <remarks>Pure; call from any thread. Moments are by the clock of who made the message, as that message itself
/// counts.</remarks>
public static class HelpText
{
    /// <summary>The heading, or null for a kind that this is not about.</summary>
    public static string? Title(MessageBody body) => body switch
    {
        Bulletin bulletin => Say.It(Words.Title_Bulletin, bulletin.Number, bulletin.Title),
        ExerciseControl control => Say.It(
            control.Action == ExerciseAction.Stop ? Words.Title_ExerciseStop : Words.Title_ExerciseStart,
            control.Name ?? control.ExerciseId),
        HelpRequest request => Say.It(Words.Title_HelpRequest, HelpLabels.Of(request.Category)),
        HelpOffer offer => Say.It(Words.Title_HelpOffer, What(offer)),
        MatchNote note => Say.It(Words.Title_MatchNote, HelpLabels.Of(note.Result)),
        _ => null,
    };

    /// <summary>Everything that it says besides its title, or null for a kind that this is not about.</summary>
    /// <param name="createdAt">Of the message: what its minutes are counted from.</param>
    public static string? Line(MessageBody body, DateTimeOffset createdAt) => body switch
    {
        Bulletin bulletin => Join(
            HelpLabels.Of(bulletin.Audience),
            Say.It(
                Words.Line_ValidUntil,
                DutchTime.DateAndTime(DateTimeOffset.FromUnixTimeSeconds(bulletin.ValidUntilSeconds))),
            bulletin.Replaces is { } old ? Say.It(Words.Line_Replaces, old) : null, bulletin.Text),
        ExerciseControl control => Join(
            control.ExerciseId, control.Minutes is { } minutes ? Say.It(Words.Line_Minutes, minutes) : null),
        HelpRequest request => Join(
            Times(request.Amount, HelpLabels.Of(request.Category)), request.Place,
            After(createdAt, request.NeededBeforeMinutes) is { } before ? Say.It(Words.Line_Before, before) : null,
            Numbers(request.References), request.Text),
        HelpOffer offer => Join(
            Times(offer.Amount, What(offer)), offer.Place,
            After(createdAt, offer.FromMinutes) is { } begin ? Say.It(Words.Line_From, begin) : null,
            After(createdAt, offer.UntilMinutes) is { } end ? Say.It(Words.Line_Until, end) : null,
            Numbers(offer.References), offer.Text),
        StockReport report => Join([.. report.Items.Select(Stock), report.Text]),
        ShiftHandover handover => Join(
            handover.RoleOut is { } from ? Say.It(Words.Line_ShiftFrom, handover.RoleIn, from)
                : Say.It(Words.Line_Shift, handover.RoleIn),
            Say.It(Words.Line_OpenAlarms, handover.OpenAlarms),
            Say.It(Words.Line_OpenRequests, handover.OpenRequests),
            Say.It(Words.Line_NotLeft, handover.Waiting), handover.Text),
        MatchNote note => Join(Numbers(note.References), note.Text),
        _ => null,
    };

    private static string What(HelpOffer offer) =>
        offer.Skill is { } skill ? HelpLabels.Of(skill) : HelpLabels.Of(offer.Category);

    private static string Stock(StockLine line)
    {
        var item = HelpLabels.Of(line.Item);
        if (line.Amount == 0) return Say.It(Words.Line_NothingLeft, item);
        var amount = line.Unit is { } unit ? $"{item}: {line.Amount} {HelpLabels.Of(unit)}" : $"{item}: {line.Amount}";
        return line.HoursLeft is { } hours ? Say.It(Words.Line_HoursLeft, amount, hours) : amount;
    }

    private static string Times(ushort amount, string what) => $"{amount} × {what}";

    private static string? After(DateTimeOffset createdAt, ushort? minutes) =>
        minutes is { } after ? DutchTime.DateAndTime(createdAt.AddMinutes(after)) : null;

    private static string? Numbers(ValueList<MessageNumber> numbers) =>
        numbers.Count == 0 ? null : string.Join(", ", numbers);

    private static string Join(params ReadOnlySpan<string?> parts)
    {
        var said = new List<string>();
        foreach (var part in parts)
            if (!string.IsNullOrEmpty(part)) said.Add(part);
        return string.Join(" · ", said);
    }
}
