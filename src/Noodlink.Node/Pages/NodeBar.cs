using Noodlink.Node.Pages.Bulletins;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Screens.Access;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>How this point is doing, on top of every page: a form or a list never hides it.</summary>
internal static class NodeBar
{
    // domain.md §3b: a clock more than two minutes off is said aloud.
    private const int ClockOffsetSecondsMax = 120;

    /// <summary>More than anybody reads; the sound is the same for one and for many.</summary>
    private const int AlarmsMax = 50;

    public static BarModel Of(
        Desk desk, ShiftPin pin, IReadOnlyList<BulletinView> bulletins, DateTimeOffset now)
    {
        var status = desk.Status;
        return new BarModel(
            [
                Link(status, now), Heard(status, now), Watching(status), Waiting(status, now),
                Radio(status.Bearers.GetValueOrDefault(BearerName.Radio)), PointBar.Power(desk.Facts.Power), Clock(status, now),
                PointBar.Reach112(desk.Facts.Reach112), .. Storage(status), .. Refused(status), .. Pin(pin),
                .. BulletinDesk.Bar(bulletins),
            ],
            [.. Alarms(desk), .. BulletinDesk.Sounds(bulletins)]);
    }

    /// <summary>Of a covered screen: the link, and the sound of what waits to be read.</summary>
    public static BarModel Covered(Desk desk, IReadOnlyList<BulletinView> bulletins, DateTimeOffset now) =>
        new([Link(desk.Status, now)], [.. Alarms(desk), .. BulletinDesk.Sounds(bulletins)]);

    /// <summary>For the next shift.</summary>
    public static IReadOnlyList<BarItem> ForHandover(Desk desk, DateTimeOffset now)
    {
        var status = desk.Status;
        return
        [
            Link(status, now), .. Gone(status, now), Heard(status, now), Waiting(status, now),
            Radio(status.Bearers.GetValueOrDefault(BearerName.Radio)), PointBar.Power(desk.Facts.Power),
            PointBar.Reach112(desk.Facts.Reach112),
        ];
    }

    public static BarItem Link(StationStatus status, DateTimeOffset now)
    {
        var up = status.Bearers.Where(pair => pair.Value.Up).OrderBy(pair => pair.Key).ToList();
        if (up.Count == 0) return new BarItem("verbinding", Words.Bar_Link, Words.Bar_LinkNone, BarLevel.Bad);
        // As a rule they came together, at the start: one time is shorter, and the bar stays low.
        var since = up.ConvertAll(pair => Ago.Moment(pair.Value.Since, now));
        return new BarItem(
            "verbinding", Words.Bar_Link,
            since.Distinct(StringComparer.Ordinal).Count() == 1
                ? Say.It(Words.Bar_LinkSince, Joined(up.Select(pair => MessageLabels.Of(pair.Key))), since[0])
                : Joined(up.Select((pair, place) => Say.It(Words.Bar_LinkSince, MessageLabels.Of(pair.Key), since[place]))));
    }

    private static string Joined(IEnumerable<string> parts) =>
        parts.Aggregate((first, second) => Say.It(Words.Bar_And, first, second));

    // Who comes on duty must know what there was, and how long ago.
    private static IEnumerable<BarItem> Gone(StationStatus status, DateTimeOffset now) =>
        status.Bearers.Where(pair => !pair.Value.Up).OrderBy(pair => pair.Key).Select(pair => new BarItem(
            $"weg-{pair.Key}", Words.Bar_Gone,
            Say.It(Words.Bar_LinkSince, MessageLabels.Of(pair.Key), Ago.Moment(pair.Value.Since, now)), BarLevel.Bad));

    private static BarItem Heard(StationStatus status, DateTimeOffset now)
    {
        var heard = status.LastHeardAt.Values.DefaultIfEmpty().Max();
        return heard == default
            ? new BarItem("gehoord", Words.Bar_Heard, Words.Bar_HeardNever, BarLevel.Wait)
            : new BarItem("gehoord", Words.Bar_Heard, Say.It(Words.Bar_HeardAt, Ago.Moment(heard, now)));
    }

    private static BarItem Waiting(StationStatus status, DateTimeOffset now) =>
        status.Waiting == 0 ? new BarItem("wachtend", Words.Bar_Waiting, Words.Bar_WaitingNone)
        : new BarItem(
            "wachtend", Words.Bar_Waiting, status.OldestWaitingSince is { } since
                ? Say.It(Words.Bar_WaitingOldest, status.Waiting, Ago.Text(now - since)) : $"{status.Waiting}",
            BarLevel.Wait);

    public static BarItem Radio(BearerStatus? radio) => new(
        "radio", Words.Bar_Radio, RadioText.Of(radio),
        radio is { Up: false } or { Silent: true } ? BarLevel.Bad : BarLevel.Good);

    public static BarItem Clock(StationStatus status, DateTimeOffset now)
    {
        var off = TimeSpan.FromSeconds(Math.Abs(status.ClockOffsetSeconds ?? 0));
        var words = DutchTime.Time(now);
        return off.TotalSeconds <= ClockOffsetSecondsMax ? new BarItem("klok", Words.Bar_Clock, words)
            : new BarItem("klok", Words.Bar_Clock, Say.It(Words.Bar_ClockOff, words, Ago.Text(off)), BarLevel.Bad);
    }

    private static BarItem Watching(StationStatus status) => status.ScreenOpenAtHub switch
    {
        false => new BarItem("kijkt", Words.Bar_Watching, Words.Bar_NobodyWatches, BarLevel.Wait),
        true => new BarItem("kijkt", Words.Bar_Watching, Words.Bar_SomebodyWatches),
        null => new BarItem("kijkt", Words.Bar_Watching, Words.Bar_UnknownWatches, BarLevel.Wait),
    };

    private static IEnumerable<BarItem> Storage(StationStatus status) =>
        status.Storage.Healthy && string.IsNullOrEmpty(status.Storage.Detail) ? []
        : [new BarItem(
            "opslag", Words.Bar_Storage, status.Storage.Detail, status.Storage.Healthy ? BarLevel.Wait : BarLevel.Bad)];

    private static IEnumerable<BarItem> Refused(StationStatus status) =>
        status.Refused.Values.Sum() is var count and > 0
            ? [new BarItem("geweigerd", Words.Bar_Refused, $"{count}", BarLevel.Wait)] : [];

    private static IEnumerable<BarItem> Pin(ShiftPin pin) => !pin.IsToBeShown ? []
        : [new BarItem("pincode", Words.Pin_BarLabel, Words.Pin_BarWords, BarLevel.Wait, PinPages.FirstStart)];

    // What may not wait until somebody looks. The name changes with the state, so that a second alarm about the same
    // message sounds at once; what is only practised says so, and sounds otherwise.
    private static List<string> Alarms(Desk desk) =>
        [.. desk.Attention(AlarmsMax).Where(MessageRows.IsLoud)
            .Where(view => view.Body is not Request || MessageRows.IsAsked(desk, view)).Select(Alarm)];

    private static string Alarm(MessageView view)
    {
        var drill = view.Status == MessageStatus.Actual ? "" : "oefening:";
        return $"{drill}{view.Number}:{(view.Undone ? "Undone" : view.State)}";
    }
}
