using Noodlink.Screens.Markup;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Pages;

/// <summary>How long ago, in words that are read in one look. Ages are by our own clock; a time that lies ahead of it
/// (a clock that was set) is "net".</summary>
internal static class Ago
{
    /// <summary>Younger than this is "net".</summary>
    public static TimeSpan JustNow => TimeSpan.FromSeconds(45);

    public static string Text(TimeSpan age) => age.TotalSeconds switch
    {
        < 45 => Words.Ago_Now,
        < 5400 => Say.It(Words.Ago_Minutes, Math.Max(1, (long)age.TotalMinutes)),
        < 172_800 => Say.It(Words.Ago_Hours, (long)age.TotalHours, $"{age.Minutes:00}"),
        _ => Say.It(Words.Ago_Days, (long)age.TotalDays),
    };

    /// <summary>"14:12", or with the day when it is not today.</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset now)
    {
        var there = DutchTime.Local(at);
        var here = DutchTime.Local(now);
        if (there.Date == here.Date) return DutchTime.Time(at);
        return there.Date == here.Date.AddDays(-1)
            ? Say.It(Words.Ago_Yesterday, DutchTime.Time(at))
                : DutchTime.DateAndTimeShort(at);
    }

    /// <summary>The age of something, with the moment itself for who wants it exactly.</summary>
    public static Html Age(DateTimeOffset at, DateTimeOffset now, bool late = false) => Html.Of(
        $"""<span class="age{(late ? " late" : "")}" title="{Say.It(Words.Ago_Moment, Moment(at, now))}">{Text(now - at)}</span>""");
}
