using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages;

/// <summary>What people at this point entered by hand, in the bar: electricity and 112.</summary>
internal static class PointBar
{
    // Fetching a generator's fuel, or another battery, takes about that long.
    private const int PowerHoursBad = 2, PowerHoursWait = 6;

    /// <param name="power">Null: nobody entered anything.</param>
    public static BarItem Power(PowerState? power) => power switch
    {
        { Source: PowerSource.Mains } => Item(MessageLabels.Of(PowerSource.Mains), BarLevel.Good),
        { Source: PowerSource.None } => Item(Words.Bar_PowerNone, BarLevel.Bad),
        null or { Left: null } => Item(Words.Bar_FillIn, BarLevel.Wait),
        // Hours that are over say only that nobody has looked since.
        { Left: { } left } when left <= TimeSpan.Zero => Item(Words.Bar_PowerOver, BarLevel.Bad),
        { Left: { } left } => Item(
            power.Source == PowerSource.Unknown ? Left(left)
            : Say.It(Words.Bar_PowerLeft, MessageLabels.Of(power.Source), Left(left)),
            left.TotalHours < PowerHoursBad ? BarLevel.Bad : left.TotalHours < PowerHoursWait ? BarLevel.Wait : BarLevel.Good),
    };

    /// <param name="reach">Null: nobody said.</param>
    public static BarItem Reach112(Reachable112? reach) => new(
        "112", Words.Bar_112, reach switch
        {
            Reachable112.Yes => Words.Bar_112Yes,
            Reachable112.Sometimes or Reachable112.No => MessageLabels.Of(reach.Value),
            _ => Words.Bar_FillIn,
        },
        reach == Reachable112.Yes ? BarLevel.Good : BarLevel.Wait, PointPages.Reach112);

    // Rounded down, but to whole minutes first: who has just typed nine hours reads nine.
    private static string Left(TimeSpan left) => (int)Math.Ceiling(left.TotalMinutes) is var minutes && minutes >= 60
        ? Say.It(Words.Bar_HoursLeft, minutes / 60) : Say.It(Words.Bar_MinutesLeft, Math.Max(1, minutes));

    private static BarItem Item(string words, BarLevel level) =>
        new("stroom", Words.Bar_Power, words, level, PointPages.Power);
}
