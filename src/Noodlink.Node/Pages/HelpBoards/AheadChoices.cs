using System.Globalization;
using Noodlink.Screens.Fields;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.HelpBoards;

/// <summary>Moments ahead, to choose from. What is chosen is a number of minutes, because neither clock can be trusted; what
/// is read is the hour that it comes to here.</summary>
internal static class AheadChoices
{
    private static (int Minutes, string Words)[] Steps =>
    [
        (120, Words.Help_In2Hours), (360, Words.Help_In6Hours), (720, Words.Help_In12Hours), (1440, Words.Help_InADay),
        (4320, Words.Help_In3Days),
    ];

    /// <param name="none">Words for no moment at all, which is left out of the message.</param>
    /// <param name="first">No moment stands before the others, not behind them.</param>
    public static IReadOnlyList<Choice> Of(DateTimeOffset now, string none, bool first)
    {
        var moments = Steps.Select(step => new Choice(
            step.Minutes.ToString(CultureInfo.InvariantCulture),
            Say.It(Words.Help_InMoment, step.Words, Moment(now.AddMinutes(step.Minutes), now))));
        var empty = new Choice("", none);
        return first ? [empty, .. moments] : [.. moments, empty];
    }

    /// <summary>"vandaag 17:15", "morgen 11:15", "donderdag 11:15"; a day that is further away or past by its date.</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset now)
    {
        var days = (DutchTime.Local(at).Date - DutchTime.Local(now).Date).Days;
        return days is < 0 or > 6 ? DutchTime.DateAndTime(at) : Say.It(
            Words.Help_DayTime,
            days switch { 0 => Words.Help_Today, 1 => Words.Help_Tomorrow, _ => Day(DutchTime.Local(at).DayOfWeek) },
            DutchTime.Time(at));
    }

    private static string Day(DayOfWeek day) => day switch
    {
        DayOfWeek.Monday => Words.Help_Monday,
        DayOfWeek.Tuesday => Words.Help_Tuesday,
        DayOfWeek.Wednesday => Words.Help_Wednesday,
        DayOfWeek.Thursday => Words.Help_Thursday,
        DayOfWeek.Friday => Words.Help_Friday,
        DayOfWeek.Saturday => Words.Help_Saturday,
        _ => Words.Help_Sunday,
    };
}
