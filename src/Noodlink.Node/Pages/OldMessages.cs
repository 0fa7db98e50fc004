using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

// Problem: a noodsteunpunt stands in a public hall. What a neighbour reported last night is nobody's business this
// morning; what was reported just now must be followed by whoever sits here, without a PIN.
//
// Idea: open is never old. What ended is old an hour later, so that who withdrew or sent something still sees what became
// of it; everything else is old when it is from before this shift, and at the latest after a day.

/// <summary>Which messages stand behind the PIN (domain.md §2.8).</summary>
internal static class OldMessages
{
    /// <summary>A shift that nobody hands over is no reason to show everything for days.</summary>
    private static readonly TimeSpan ShownMax = TimeSpan.FromHours(24);

    private static readonly TimeSpan EndedShown = TimeSpan.FromHours(1);

    /// <param name="facts">Of the point: when this shift started.</param>
    public static bool IsOld(MessageView view, LocalFacts facts, DateTimeOffset now) =>
        IsOld(view, facts.Find(LocalFact.Shift)?.At, now);

    /// <param name="shiftSince">When the present shift started; null: nobody said so.</param>
    public static bool IsOld(MessageView view, DateTimeOffset? shiftSince, DateTimeOffset now)
    {
        if (IsOpen(view)) return false;
        var last = view.History.Select(entry => entry.At).Append(view.StoredAt).Max();
        if (MessageStates.IsEnded(view.State)) return now - last > EndedShown;
        return now - last > ShownMax || last < shiftSince;
    }

    private static bool IsOpen(MessageView view) =>
        MessageRows.NeedsAction(view)
        || (view is { Own: true, Kind: Kind.Alarm } && !MessageStates.IsEnded(view.State))
        || (view.Own && MessageStates.IsUnderway(view.State));
}
