using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;

namespace Noodlink.Station.Tests.Places;

/// <summary>Against the published check points of RDNAPTRANS (Kadaster, NSGI), which are in ETRS89: within a metre
/// of WGS84 for our purpose.</summary>
public sealed class WorldPositionTests
{
    [Theory]
    [InlineData("Onze Lieve Vrouwetoren, Amersfoort", 155000, 463000, 52.155172897, 5.387203657)]
    [InlineData("the same in WGS84", 155000, 463000, 52.1551744, 5.38720621)]
    [InlineData("Texel", 117380, 575040, 53.160753042, 4.824761912)]
    [InlineData("Noord-Groningen", 247381, 604581, 53.419482050, 6.776726674)]
    [InlineData("Zeeuws-Vlaanderen", 16461, 377380, 51.368607152, 3.397588595)]
    [InlineData("Zuid-Limburg", 182260, 311481, 50.792584916, 5.773795548)]
    [InlineData("Maasvlakte", 64641, 440700, 51.947393898, 4.072887101)]
    public void A_position_in_the_national_grid_is_right_within_a_metre(
        string where, int x, int y, double latitude, double longitude)
    {
        var position = WorldPosition.Of(new Rd(x, y))!.Value;

        var north = (position.Latitude - latitude) * 111_300;
        var east = (position.Longitude - longitude) * 111_300 * Math.Cos(latitude * Math.PI / 180);
        Assert.True(Math.Sqrt((north * north) + (east * east)) < 1.0, $"{where}: {north:F2} m north, {east:F2} m east");
    }

    [Fact]
    public void The_whole_grid_has_positions_and_the_rest_of_the_world_has_none()
    {
        for (var x = 0; x <= Rd.XMax; x += 10_000)
            for (var y = Rd.YMin; y <= Rd.YMax; y += 10_000)
                Assert.True(WorldPosition.Of(new Rd(x, y)) is { Latitude: > 50 and < 54, Longitude: > 3 and < 8 });

        foreach (var rd in new Rd[] { new(-1, 463000), new(300_001, 463000), new(155000, 299_999), new(5, 0) })
            Assert.Null(WorldPosition.Of(rd));
    }

    [Fact]
    public void There_and_back_again_is_the_same_metre()
    {
        for (var x = 0; x <= Rd.XMax; x += 7_919)
            for (var y = Rd.YMin; y <= Rd.YMax; y += 7_919)
                if (WorldPosition.Of(new Rd(x, y)) is { Latitude: >= 50 and <= 54.5 } world)
                    Assert.Equal(new Rd(x, y), world.ToRd());
        foreach (var world in new WorldPosition[] { new(0, 0), new(double.NaN, 5), new(52, 40), new(52.1, double.PositiveInfinity) })
            Assert.Null(world.ToRd());
    }
}
