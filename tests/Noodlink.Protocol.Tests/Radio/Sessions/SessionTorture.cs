using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>Everything bad at once: half of the frames lost both ways, some twice, late, or damaged with their link header;
/// both stations crash at random; messages go both ways, with noodmeldingen between them.</summary>
internal static class SessionTorture
{
    /// <returns>What was lost or doubled; null: nothing.</returns>
    public static string? Run(int seed, int messages)
    {
        var random = new Random(seed);
        var weather = new AirWeather(Loss: 0.5, Duplicate: 0.05, Corrupt: 0.03, Late: 0.05);
        var pair = new SessionPair(seed, weather, spreadingFactor: 7) { IsTraced = messages <= 1000 };
        for (var left = messages; left > 0;)
        {
            for (var burst = random.Next(1, 60); burst > 0 && left > 0; burst--, left--)
            {
                var from = random.Next(5) == 0 ? pair.Hub : pair.Point;
                from.SerialStep = from == pair.Hub ? random.Next(1, 400) : 1;
                var rank = random.Next(10) == 0 ? RadioRank.AlarmCore : RadioRank.Routine;
                _ = from.Post(rank, random.Next(40, 120), random.Next(15) == 0 ? random.Next(2, 5) : 1);
            }

            pair.Drive(random.NextDouble() * 20);
            if (random.Next(3) == 0) pair.Point.Crash();
            if (random.Next(3) == 0) pair.Hub.Crash();
        }

        var isDone = pair.Drive(() => pair.Point.Waiting + pair.Hub.Waiting == 0, TimeSpan.FromHours(48));
        if (!isDone) return $"{pair.Point.Waiting} and {pair.Hub.Waiting} still wait\n{pair.Story}";
        return Check(pair.Point, pair.Hub) ?? Check(pair.Hub, pair.Point);

        string? Check(SessionEnd from, SessionEnd to)
        {
            var lost = from.Posted.Count(message => !to.Knows(message));
            var twice = to.Journal.Values.Count(times => times > 1);
            return lost + twice == 0 ? null : $"{lost} lost, {twice} twice\n{pair.Story}";
        }
    }
}
