using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>What a backlog cost.</summary>
/// <param name="DataFrames">Per message.</param>
/// <param name="HubAirtime">Per message.</param>
/// <param name="Airtime">Of both sides, per message.</param>
internal sealed record SessionCost(double DataFrames, TimeSpan HubAirtime, TimeSpan Airtime, bool AllConfirmed);

/// <summary>The figures of the radio issue (§4), from the pure classes in virtual time.</summary>
internal static class SessionFigures
{
    /// <summary>A core of a noodmelding, sealed.</summary>
    public const int CoreBytes = 49;

    /// <summary>A situatierapport with a text of 100 bytes, sealed.</summary>
    public const int TextBytes = 131;

    /// <summary>Frames lost both ways with the same chance, everything posted at once.</summary>
    public static SessionCost Backlog(int seed, double loss, int spreadingFactor, int bytes, int messages)
    {
        var pair = new SessionPair(seed, new AirWeather(loss), spreadingFactor) { IsTraced = false };
        for (var i = 0; i < messages; i++) pair.Point.Post(bytes: bytes);
        var isDone = pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromHours(48));
        return CostOf(pair, messages, isDone);
    }

    /// <summary>The same, each posted when the one before it is confirmed.</summary>
    public static SessionCost OneByOne(int seed, double loss, int spreadingFactor, int bytes, int messages)
    {
        var pair = new SessionPair(seed, new AirWeather(loss), spreadingFactor) { IsTraced = false };
        var isDone = true;
        for (var i = 0; i < messages; i++)
        {
            pair.Point.Post(bytes: bytes);
            isDone &= pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromHours(2));
        }

        return CostOf(pair, messages, isDone);
    }

    /// <summary>From posting to receipt, in seconds, of single noodmeldingen.</summary>
    public static IReadOnlyList<double> Single(int seed, double loss, int spreadingFactor, int alarms)
    {
        var pair = new SessionPair(seed, new AirWeather(loss), spreadingFactor) { IsTraced = false };
        var random = new Random(seed);
        var waits = new List<double>();
        for (var i = 0; i < alarms; i++)
        {
            pair.Drive(5 + 10 * random.NextDouble());
            var alarm = pair.Point.Post(RadioRank.AlarmCore, CoreBytes);
            _ = pair.Drive(() => alarm.Receipted is not null, TimeSpan.FromHours(1));
            waits.Add(alarm.Receipted is { } at ? (at - alarm.Posted).TotalSeconds : double.PositiveInfinity);
        }

        return waits;
    }

    /// <summary>What stop-and-wait costs at best: each frame is sent until a receipt comes back, and each that arrives is
    /// answered.</summary>
    public static TimeSpan StopAndWait(double loss, int spreadingFactor, int bytes)
    {
        var through = 1 - loss;
        return OnAir(bytes + LinkHeader.BytesMin) / (through * through) + OnAir(23 + LinkHeader.BytesMin) / through;

        TimeSpan OnAir(int frame) => Airtime.Of(frame, spreadingFactor, 125_000, 5);
    }

    private static SessionCost CostOf(SessionPair pair, int messages, bool isDone) => new(
        (double)pair.Point.DataFrames / messages, pair.Hub.OnAirTotal / messages,
        (pair.Hub.OnAirTotal + pair.Point.OnAirTotal) / messages, isDone);
}
