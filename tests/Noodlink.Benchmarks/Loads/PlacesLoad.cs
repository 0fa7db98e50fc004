using System.Diagnostics;
using Noodlink.Benchmarks.Measures;
using Noodlink.Benchmarks.Programs;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;
using Noodlink.Station.Queue;

namespace Noodlink.Benchmarks.Loads;

/// <summary>Lookups in a gazetteer of a million addresses, as many as the three northern provinces have. Baseline: one row
/// of the same file by its key, with the same library and a prepared statement: nothing can be looked up for less.</summary>
internal static class PlacesLoad
{
    private const int Villages = 1500, StreetsEach = 20, HousesEach = 34, Posts = 40_000, Spots = 20_000, Rounds = 2000;
    private const double LimitMilliseconds = 20;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Ground ground)
    {
        await Task.Yield();
        var path = ground.Path("gazetteer.db");
        var start = Stopwatch.GetTimestamp();
        var counts = Fill(path);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        using var gazetteer = Gazetteer.TryOpen(path, out var fault) ?? throw new InvalidOperationException(fault);
        var opened = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var bare = Bare(path, counts.Addresses);
        List<Figure> figures =
        [
            Figure.Seen("addresses", counts.Addresses, ""),
            Figure.Seen("made, indexed, checked and flushed in", seconds, "s"),
            Figure.Seen("its size", new FileInfo(path).Length / 1e6, "MB"),
            Figure.AtMost("opened in", opened, "ms", 50),
            Figure.Seen("one row by its key (baseline), median", bare.Median * 1000, "µs"),
        ];
        var chance = new Random(20261121);
        foreach (var (name, look) in Lookups(gazetteer, chance))
        {
            var times = Measure(look);
            figures.Add(Figure.AtMost($"{name}: p99", times.At(0.99), "ms", LimitMilliseconds));
            figures.Add(Figure.Seen($"{name}: median, times the baseline", times.Median / bare.Median, "x"));
        }

        return gazetteer.Fault is { } damage ? throw new InvalidOperationException(damage) : figures;
    }

    private static IEnumerable<(string Name, Func<int> Look)> Lookups(Gazetteer gazetteer, Random chance)
    {
        yield return ("postcode and number", () =>
        {
            var (village, street) = (chance.Next(Villages), chance.Next(StreetsEach));
            return gazetteer.FindAddress(Postcode(village, street).ToString(), $"{chance.Next(1, HousesEach)}").All.Count;
        });
        yield return ("four digits and number", () =>
            gazetteer.FindAddress($"{Postcode(chance.Next(Villages), 0).Area}", $"{chance.Next(1, HousesEach)}").All.Count);
        yield return ("street, number and village", () => gazetteer.FindStreet(
            $"Proefstraat {chance.Next(StreetsEach)}", $"{chance.Next(1, HousesEach)}", $"Dorp {chance.Next(Villages)}").All.Count);
        yield return ("beginning of a street that every village has", () => gazetteer.FindStreet("proef", "3", "").All.Count);
        yield return ("hectometre post", () =>
            gazetteer.FindPost($"N{chance.Next(1, 101)}", chance.Next(0, 400) / 10m, null) is null ? 0 : 1);
        yield return ("beginning of a word of a spot", () => gazetteer.FindSpots($"sluis {chance.Next(Spots)}").Count);
        yield return ("one that thousands of spots have", () => gazetteer.FindSpots("sluis").Count);
        yield return ("around a point, twenty", () => gazetteer.Near(Somewhere(chance), 2000, 20).Count);
        yield return ("around a point, twenty, within 60 km", () =>
            gazetteer.Near(Somewhere(chance), Gazetteer.RadiusMax, 20, PlaceKind.Spot, PlaceKind.Village).Count);
    }

    private static GazetteerCounts Fill(string path)
    {
        var chance = new Random(1);
        using var writer = new GazetteerWriter(path);
        for (var village = 0; village < Villages; village++)
        {
            var middle = Somewhere(chance);
            for (var street = 0; street < StreetsEach; street++)
                for (var house = 1; house <= HousesEach; house++)
                    writer.AddAddress(
                        $"Proefstraat {street}", new HouseNumber(house, "", ""), Postcode(village, street), $"Dorp {village}",
                        $"Gemeente {village / 100}", new Rd(middle.X + (street * 25) - 250, middle.Y + (house * 15) - 250));
        }

        for (var post = 0; post < Posts; post++)
            writer.AddPost($"N{1 + (post / 400)}", post % 400 / 10m, null, "", "", "", Somewhere(chance));
        for (var spot = 0; spot < Spots; spot++)
            writer.AddSpot($"{(spot % 4 == 0 ? "sluis" : "brug")} {spot}", "plek", $"Dorp {spot % Villages}", "", Somewhere(chance));
        return writer.Finish(DateTimeOffset.UnixEpoch);
    }

    private static TypedPostcode Postcode(int village, int street) =>
        new(7800 + village, $"{(char)('A' + (street / 26))}{(char)('A' + (street % 26))}");

    private static Rd Somewhere(Random chance) => new(chance.Next(160_000, 279_000), chance.Next(510_000, 614_000));

    private static Sample Bare(string path, long rows)
    {
        var chance = new Random(2);
        using var connection = Sqlite.OpenImmutable(path);
        using var statement = new Statement(connection, "SELECT number, x, y FROM address WHERE id = $1");
        return Measure(() => statement.First(row => Tuple.Create(row.GetInt32(0)), chance.NextInt64(1, rows)) is null ? 0 : 1);
    }

    private static Sample Measure(Func<int> look)
    {
        var found = 0L;
        for (var i = 0; i < Rounds / 10; i++) found += look();
        var times = new double[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            found += look();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return found > 0 ? new Sample(times) : throw new InvalidOperationException("Nothing was found.");
    }
}
