using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>What the core alone says about the place: the first thing the hub sees, and sometimes for minutes the
/// only.</summary>
public sealed class CorePlaceTests
{
    private static readonly Location Nowhere = new() { Kind = LocationKind.Address, Certainty = Certainty.Certain };

    [Theory]
    [InlineData("Modelweg", "3", "Leek", "Modelweg 3, L…")]
    [InlineData("Dijk", "3", "Leek", "Dijk 3, Leek")]
    [InlineData("Proefstraat", "14", "Zuidhorn", "Proefstraat…")]
    [InlineData("Proefstraat", "1", "Zuidhorn", "Proefstraat 1…")]
    [InlineData("Modelweg", "12 bis", "Leek", "Modelweg…")]
    [InlineData("Modelweg", "12-2", "Leek", "Modelweg 12-2…")]
    [InlineData("Modelweg", "12-24", "Leek", "Modelweg…")]
    [InlineData("Burgemeestersingel", "3", "Leek", "Burgemeesters…")]
    [InlineData("Cafélaanéééé", "3", "Leek", "Cafélaanéé…")]
    [InlineData("Plein1945straat", "3", "Leek", null)]
    [InlineData(null, null, "Leek", "Leek")]
    [InlineData(null, "3", null, "3")]
    [InlineData("漢漢漢漢漢", null, null, "漢漢漢漢…")]
    public void An_address_without_postcode_is_said_as_far_as_it_fits(
        string? street, string? number, string? place, string? said) =>
        Assert.Equal(said, Core(Nowhere with { Street = street, Number = number, Place = place }).Text);

    [Theory]
    [InlineData("3", "3")]
    [InlineData("3a", "3a")]
    [InlineData("3A", "3A")]
    [InlineData("12-2", "12-2")]
    [InlineData("45bis", "45bis")]
    [InlineData("65535abcd", "65535abcd")]
    [InlineData("65536", null)]
    [InlineData("0", null)]
    [InlineData("03", null)]
    [InlineData("3abcde", null)]
    [InlineData("3 a", null)]
    [InlineData("a", null)]
    public void A_house_number_is_in_the_core_completely_or_not_at_all(string number, string? coded)
    {
        var at = Core(Nowhere with { Postcode = "9843AB", Number = number });

        Assert.Equal("9843AB", at.Postcode);
        Assert.Equal(coded, at.Number);
    }

    [Theory]
    [InlineData("1000AA")]
    [InlineData("9999ZZ")]
    public void Every_postcode_fits(string postcode) =>
        Assert.Equal(postcode, Core(Nowhere with { Postcode = postcode }).Postcode);

    [Theory]
    [InlineData("0999AA")]
    [InlineData("9843ab")]
    [InlineData("9843")]
    public void What_is_no_postcode_is_a_fault_in_the_program(string postcode) =>
        Assert.Throws<ArgumentException>(() => Core(Nowhere with { Postcode = postcode }));

    [Theory]
    [InlineData("A1")]
    [InlineData("Z2047")]
    [InlineData("N355")]
    public void A_road_goes_with_its_sign(string road)
    {
        var at = Nowhere with
        {
            Kind = LocationKind.Road, Road = road, Hectometre = 999.9m, Side = RoadSide.Right,
            Rd = new Rd(300_000, 630_000),
        };

        Assert.Equal(at, Core(at));
    }

    [Fact]
    public void A_road_that_has_no_number_is_said_with_its_sign() => Assert.Equal(
        "Sluis hm 17.3",
        Core(Nowhere with { Kind = LocationKind.Road, Road = "Sluis", Hectometre = 17.3m }).Text);

    [Fact]
    public void A_position_leaves_eight_bytes_for_the_place()
    {
        var at = Core(Nowhere with { Kind = LocationKind.Spot, Spot = "sluis Gaarkeuken", Rd = new Rd(0, 300_000) });

        Assert.Equal(new Rd(0, 300_000), at.Rd);
        Assert.Equal("sluis Ga…", at.Text);
    }

    [Fact]
    public void A_short_location_text_needs_no_second_part()
    {
        var alarm = new Alarm(
            Some.Example.Facts with
            {
                Text = null,
                Location = Nowhere with { Kind = LocationKind.Text, Text = "bij de kerk" },
            },
            []);

        var body = BodyCodec.Encode(alarm, out var core);

        Assert.Equal(core, body.Length);
        Assert.Equal(new DecodeResult.Ok(alarm), BodyCodec.TryDecode(Kind.Alarm, body, coreOnly: false));
    }

    private static Location Core(Location location)
    {
        var body = BodyCodec.Encode(new Alarm(Some.Example.Facts with { Location = location }, []), out var core);
        var decoded = BodyCodec.TryDecode(Kind.Alarm, body.AsSpan(0, core), coreOnly: true);
        return ((Alarm)((DecodeResult.Ok)decoded).Body).Facts.Location!;
    }
}
