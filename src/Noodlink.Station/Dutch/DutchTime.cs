using System.Globalization;

namespace Noodlink.Station.Dutch;

/// <summary>Wall time as people in the Netherlands read it.</summary>
/// <remarks>
/// By rule, not by the machine's time zone: a fresh machine may have no <c>tzdata</c> or stand on UTC, and a moment
/// that was written into one CAP file must be written the same way into every later reference to it. The rule is
/// that of Directive 2000/84/EC: an hour ahead of UTC, and two hours between 01:00 UTC on the last Sunday of March
/// and 01:00 UTC on the last Sunday of October. Pure; call from any thread.
/// </remarks>
public static class DutchTime
{
    /// <summary>The same moment, with the Dutch offset of +01:00 or +02:00.</summary>
    public static DateTimeOffset Local(DateTimeOffset moment)
    {
        var utc = moment.UtcDateTime;
        // Nothing real happens within a day of the ends of the calendar; a broken clock may still say so.
        if (utc < DateTime.MinValue.AddDays(1) || utc > DateTime.MaxValue.AddDays(-1)) return moment.ToUniversalTime();
        var summer = utc >= LastSunday(utc.Year, 3).AddHours(1) && utc < LastSunday(utc.Year, 10).AddHours(1);
        return moment.ToOffset(TimeSpan.FromHours(summer ? 2 : 1));
    }

    /// <summary>"6 februari 2026, 06:21 uur".</summary>
    public static string DateAndTime(DateTimeOffset moment) => Say.It(Words.Ago_Moment, DateAndTimeShort(moment));

    /// <summary>"6 februari 2026, 06:21", to stand inside a sentence about hours.</summary>
    public static string DateAndTimeShort(DateTimeOffset moment)
    {
        var local = Local(moment);
        return Say.It(
            Words.Time_Date, local.Day, Words.Time_Months.Split(' ')[local.Month - 1], local.Year, Time(moment));
    }

    /// <summary>"06:21".</summary>
    public static string Time(DateTimeOffset moment) => $"{Local(moment):HH:mm}";

    /// <summary>The latest moment at which a clock here showed a time as typed ("14:05", "9.30"); two minutes ahead still
    /// counts as now. Null: that is no time of day.</summary>
    public static DateTimeOffset? Latest(string typed, DateTimeOffset now)
    {
        if (!TimeOnly.TryParseExact(
                typed, ["H:mm", "H.mm", "HHmm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return null;
        var local = Local(now);
        var today = local - local.TimeOfDay + time.ToTimeSpan();
        return today <= now.AddMinutes(2) ? today : today.AddDays(-1);
    }

    private static DateTime LastSunday(int year, int month)
    {
        var last = new DateTime(year, month, DateTime.DaysInMonth(year, month), 0, 0, 0, DateTimeKind.Utc);
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
