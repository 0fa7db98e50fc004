using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;

namespace Noodlink.Station.Tests.Places;

public sealed class TileFileTests : IDisposable
{
    private readonly SomeTiles _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_row_counted_from_the_north_is_found_in_a_file_that_counts_from_the_south()
    {
        _file.Make("png", (3, 4, 1, SomeTiles.Png));
        using var tiles = TileFile.TryOpen(_file.Path, out var fault);

        Assert.True(tiles is not null, fault);
        Assert.Equal(("image/png", 3, 3), (tiles.Find(3, 4, 6)!.MediaType, tiles.ZoomMin, tiles.ZoomMax));
        foreach (var (zoom, x, y) in new[] { (3, 4, 1), (3, 6, 4), (2, 4, 6), (3, -1, 6), (3, 4, 8), (-1, 0, 0), (40, 0, 0) })
            Assert.Null(tiles.Find(zoom, x, y));
    }

    [Fact]
    public void A_picture_is_known_by_how_it_begins_and_anything_else_is_not_given()
    {
        _file.Make(
            "png", (1, 0, 0, SomeTiles.Png), (1, 1, 0, [0xFF, 0xD8, 0xFF, 0xE0, 1]),
            (1, 0, 1, [.. "RIFF"u8, 1, 2, 3, 4, .. "WEBPVP8 "u8]), (1, 1, 1, [.. "<script>alert(1)</script>"u8]));
        using var tiles = TileFile.TryOpen(_file.Path, out _)!;

        Assert.Equal(
            ["image/png", "image/jpeg", "image/webp", null],
            new[] { (0, 1), (1, 1), (0, 0), (1, 0) }.Select(at => tiles.Find(1, at.Item1, at.Item2)?.MediaType));
    }

    [Fact]
    public void Vector_tiles_and_foreign_files_are_refused_in_words()
    {
        Assert.Null(TileFile.TryOpen(_file.Path, out var missing));
        Assert.Contains("is not there", missing, StringComparison.Ordinal);
        _file.Make("pbf", (1, 0, 0, [0x1F, 0x8B]));
        Assert.Null(TileFile.TryOpen(_file.Path, out var vector));
        Assert.Contains("vector tiles (format pbf)", vector, StringComparison.Ordinal);
        File.WriteAllText(_file.Path, "no map at all");
        Assert.Null(TileFile.TryOpen(_file.Path, out var foreign));
        Assert.Contains("cannot be read as MBTiles", foreign, StringComparison.Ordinal);
        using (var places = new SomeGazetteer())
        {
            places.Make().Dispose();
            Assert.Null(TileFile.TryOpen(places.Path, out var other));
            Assert.Contains("cannot be read as MBTiles", other, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_file_gives_no_picture_and_no_exception()
    {
        _file.Make("png", [.. Enumerable.Range(0, 60).Select(i => (6, i, 1, SomeTiles.Png))]);
        var whole = File.ReadAllBytes(_file.Path);
        const int seed = 5;
        var chance = new Random(seed);
        for (var i = 0; i < 60; i++)
        {
            var damaged = (byte[])whole.Clone();
            chance.NextBytes(damaged.AsSpan(chance.Next(damaged.Length - 800), 700));
            File.WriteAllBytes(_file.Path, damaged);
            using var tiles = TileFile.TryOpen(_file.Path, out var fault);
            if (tiles is null) Assert.NotEmpty(fault);
            else
                for (var x = 0; x < 60; x++) _ = tiles.Find(6, x, 62);
        }
    }

    [Fact]
    public void A_map_that_comes_later_is_seen_without_a_restart()
    {
        var time = new FakeTime();
        using var local = new LocalTiles(_file.Path, time, NullLogger.Instance);
        Assert.Null(local.Current);
        _file.Make("png", (1, 0, 0, SomeTiles.Png));
        time.Advance(LocalGazetteer.LookEvery);
        Assert.NotNull(local.Current);
    }

    [Theory]
    [InlineData(52.3702, 4.8952, 10, 525, 336)]
    [InlineData(53.2194, 6.5665, 12, 2122, 1330)]
    public void A_position_lies_on_the_tile_that_the_web_counts(double latitude, double longitude, int zoom, int x, int y)
    {
        var at = Mercator.Of(new WorldPosition(latitude, longitude).ToRd()!.Value)!.Value;

        Assert.Equal((x, y), ((int)(at.X * (1 << zoom)), (int)(at.Y * (1 << zoom))));
    }

    [Fact]
    public void The_projection_goes_there_and_back_and_its_metres_are_metres()
    {
        for (var x = 10_000; x < Rd.XMax; x += 30_011)
            for (var y = Rd.YMin + 10_000; y < Rd.YMax; y += 30_011)
            {
                var at = Mercator.Of(new Rd(x, y))!.Value;
                if (at.ToRd() is not { } back) continue;
                Assert.Equal(new Rd(x, y), back);
                var east = Mercator.Of(new Rd(x + 1000, y))!.Value;
                var apart = Math.Sqrt(Math.Pow(east.X - at.X, 2) + Math.Pow(east.Y - at.Y, 2)) * Mercator.TileSize * 1024;
                Assert.InRange(apart * at.MetresPerPixel(10), 993, 1007);
            }
    }
}
