using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;

namespace Noodlink.Station.Tests.Places;

public sealed class GazetteerTests : IDisposable
{
    private readonly SomeGazetteer _file = new();
    private readonly Gazetteer _gazetteer;

    public GazetteerTests() => _gazetteer = _file.Make();

    public void Dispose()
    {
        _gazetteer.Dispose();
        _file.Dispose();
    }

    [Fact]
    public void It_says_what_it_holds()
    {
        Assert.Equal(new GazetteerCounts(9, 5, 2, 6, 3, 3), _gazetteer.Counts);
        Assert.Equal(SomeGazetteer.MadeAt, _gazetteer.MadeAt);
    }

    [Theory]
    [InlineData("9843AB", "3", "3", "3-1 3a")]
    [InlineData("9843 ab", "3a", "3a", "3 3-1")]
    [InlineData("9843AB", "3 A", "3a", "3 3-1")]
    [InlineData("9843AB", "3-1", "3-1", "3 3a")]
    [InlineData("9843AB", "3-9", null, "3 3-1 3a")]
    [InlineData("9843AB", "12", "12", "")]
    [InlineData("9843AB", "13", null, "")]
    [InlineData("9843ZZ", "3", null, "")]
    [InlineData("9843", "12", null, "12")]
    [InlineData("9843", "3", null, "3 3 3-1 3a")]
    [InlineData("nergens", "3", null, "")]
    [InlineData("9843AB", "drie", null, "")]
    [InlineData("9843AB", "999999", null, "")]
    [InlineData("9843AB' OR 1=1 --", "3", null, "")]
    [InlineData(null, null, null, "")]
    public void An_address_is_exact_or_a_list_to_choose_from(string? postcode, string? number, string? exact, string others)
    {
        var found = _gazetteer.FindAddress(postcode, number);

        Assert.Equal(exact, found.Exact?.Number);
        Assert.Equal(others, string.Join(' ', found.Candidates.Select(one => one.Number).Order(StringComparer.Ordinal)));
        Assert.False(found.More);
        Assert.Null(_gazetteer.Fault);
    }

    [Fact]
    public void What_is_found_reads_back_as_one_sentence()
    {
        var found = _gazetteer.FindAddress("9843AB", "3").Exact!;

        Assert.Equal(
            ("Modelweg", "3", "Grijpskerk", "Westerkwartier", "9843AB"),
            (found.Street, found.Number, found.Place, found.Gemeente, found.Postcode));
        Assert.Equal(303, found.MetresFrom(SomeGazetteer.Here));
        var location = found.ToLocation(Certainty.Certain);
        Assert.Equal((LocationKind.Address, new Rd(215_900, 585_903)), (location.Kind, location.Rd));
    }

    [Fact]
    public void Four_digits_never_complete_an_address_and_never_give_more_than_a_screen_holds()
    {
        using var file = new SomeGazetteer();
        using var many = file.Make(writer =>
        {
            for (var i = 0; i < 60; i++)
                SomeGazetteer.Add(writer, $"Oefenpad {i}", "8", $"9999{(char)('A' + (i / 26))}{(char)('A' + (i % 26))}", "Spijk", "Eemsdelta", 250_000, 600_000);
        });

        var found = many.FindAddress("9999", "8");

        Assert.Null(found.Exact);
        Assert.Equal(Gazetteer.ItemsMax, found.Candidates.Count);
        Assert.True(found.More);
    }

    [Theory]
    [InlineData("Modelweg", "3", "Grijpskerk", "Modelweg 3", "Modelweg 3-1, Modelweg 3a")]
    [InlineData("model weg", "3", "grijpskerk", "Modelweg 3", "Modelweg 3-1, Modelweg 3a")]
    [InlineData("Modelweg", "12", "Westerkwartier", "Modelweg 12", "")]
    [InlineData("Modelweg", "12", "", null, "Modelweg 12")]
    [InlineData("Proefstr", "14", "Zuidhorn", null, "Proefstraat 14")]
    [InlineData("dr eenmanspad", "1", "Zuidhorn", "Dr. Éénmanspad 1", "")]
    [InlineData("Zandpad", "7", "t Zandt", "Zandpad 7", "")]
    [InlineData("Proefstraat", "14", "Leek", null, "")]
    [InlineData("Proefstraat", "", "", null, "Proefstraat , Proefstraat ")]
    [InlineData("%", "1", "", null, "")]
    [InlineData("", "1", "Leek", null, "")]
    public void A_street_is_found_however_it_is_typed(string street, string number, string place, string? exact, string others)
    {
        var found = _gazetteer.FindStreet(street, number, place);

        Assert.Equal(exact, found.Exact is { } one ? $"{one.Street} {one.Number}" : null);
        Assert.Equal(
            others,
            string.Join(", ", found.Candidates.Select(one => $"{one.Street} {one.Number}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Of_streets_with_one_name_the_nearest_comes_first_and_is_among_those_that_are_shown()
    {
        using var file = new SomeGazetteer();
        using var many = file.Make(writer =>
        {
            for (var i = 0; i < 60; i++)
                SomeGazetteer.Add(writer, "Dorpsstraat", "3", "9999AB", $"Dorp {i:D2}", "Eemsdelta", 250_000 - (i * 500), 600_000);
        });

        var found = many.FindStreet("dorpsstraat", "3", "", new Rd(220_500, 600_000));

        Assert.True(found.More);
        Assert.Equal(["Dorp 59", "Dorp 58", "Dorp 57"], found.Candidates.Take(3).Select(one => one.Place));
        Assert.Equal("Dorp 00", many.FindStreet("dorpsstraat", "3", "").Candidates[0].Place);
    }

    [Theory]
    [InlineData("N355", 17.2, null, 17.2, 0)]
    [InlineData("n 355", 17.3, null, 17.2, 100)]
    [InlineData("N355", 0, null, 17.1, 17_100)]
    [InlineData("N355", 999.9, null, 17.4, 982_500)]
    [InlineData("A7", 190.5, RoadSide.Right, 190.5, 0)]
    public void The_nearest_post_of_a_road_says_how_far_off_it_is(
        string road, double hectometre, RoadSide? side, double expected, int off)
    {
        var found = _gazetteer.FindPost(road, (decimal)hectometre, side)!;

        Assert.Equal((decimal)expected, found.Post.Hectometre);
        Assert.Equal(off, found.OffMetres);
        Assert.Equal(side, found.Post.Side);
        Assert.Null(found.Post.Letter);
    }

    [Fact]
    public void A_road_with_posts_on_both_sides_gives_the_side_meant_and_the_others_behind_it()
    {
        var found = _gazetteer.FindPost("A7", 190.5m, RoadSide.Right)!;

        Assert.Equal([(RoadSide.Left, null), (RoadSide.Right, "a")], found.Others.Select(post => (post.Side!.Value, post.Letter)));
        Assert.Null(_gazetteer.FindPost("N999", 1m, null));
        Assert.Null(_gazetteer.FindPost("N355", -1m, null));
        Assert.Null(_gazetteer.FindPost("de grote weg", 1m, null));
    }

    [Theory]
    [InlineData("gaarkeuken", "sluis Gaarkeuken")]
    [InlineData("SLUIS", "sluis Gaarkeuken")]
    [InlineData("sluis gaar", "sluis Gaarkeuken")]
    [InlineData("station", "Station Stedum")]
    [InlineData("sudwest", "Súdwest-brug")]
    [InlineData("sǘdwèst brug", "")]
    [InlineData("Súdwest brug delf", "Súdwest-brug")]
    [InlineData("zuidhorn", "Zuidhorn")]
    [InlineData("t zandt", "'t Zandt")]
    [InlineData("station gaarkeuken", "")]
    [InlineData("x", "")]
    [InlineData("*", "")]
    public void A_spot_is_found_by_the_beginning_of_its_words(string text, string expected) =>
        Assert.Equal(expected, string.Join(", ", _gazetteer.FindSpots(text).Select(spot => spot.Spot)));

    [Fact]
    public void Of_spots_with_the_same_words_the_nearest_comes_first()
    {
        using var file = new SomeGazetteer();
        using var two = file.Make(writer =>
        {
            writer.AddSpot("Kerk", "kerk", "Stedum", "Eemsdelta", new Rd(242_000, 593_000));
            writer.AddSpot("Kerk", "kerk", "Grijpskerk", "Westerkwartier", new Rd(216_000, 585_500));
        });

        Assert.Equal(["Grijpskerk", "Stedum"], two.FindSpots("kerk", SomeGazetteer.Here).Select(spot => spot.Place));
        Assert.Equal(["Stedum"], two.FindSpots("kerk", new Rd(242_000, 593_000), limit: 1).Select(spot => spot.Place));
    }

    [Fact]
    public void Around_a_point_the_nearest_come_first_and_only_the_kinds_asked()
    {
        var all = _gazetteer.Near(SomeGazetteer.Here, 1000, 5);
        Assert.Equal(all.OrderBy(one => one.Metres).Select(one => one.Metres), all.Select(one => one.Metres));
        Assert.Equal(("Proefstraat", 200), (all[0].Place.Street, all[0].Metres));

        var villages = _gazetteer.Near(SomeGazetteer.Here, 50_000, 20, PlaceKind.Village);
        Assert.Equal(["Grijpskerk", "Zuidhorn", "'t Zandt"], villages.Select(one => one.Place.Spot));
        Assert.Empty(_gazetteer.Near(new Rd(20_000, 380_000), 1000, 20));
        Assert.True(_gazetteer.Near(SomeGazetteer.Here, int.MaxValue, int.MaxValue).Count <= Gazetteer.ItemsMax);
    }

    [Fact]
    public void Near_gives_what_a_walk_through_every_place_gives()
    {
        var chance = new Random(20261121);
        using var file = new SomeGazetteer();
        var houses = Enumerable.Range(1, 2000).Select(i => (Number: i, Rd: new Rd(chance.Next(210_000, 230_000), chance.Next(575_000, 595_000)))).ToList();
        using var many = file.Make(writer =>
        {
            foreach (var (number, rd) in houses)
                writer.AddAddress("Voorbeeldlaan", new HouseNumber(number, "", ""), new TypedPostcode(9800, "ZZ"), "Leek", "Westerkwartier", rd);
        });
        for (var i = 0; i < 50; i++)
        {
            var here = new Rd(chance.Next(205_000, 235_000), chance.Next(570_000, 600_000));
            var radius = chance.Next(1, 8000);
            var expected = houses.Select(house => PlaceFound.Metres(house.Rd, here)).Where(metres => metres <= radius).Order().Take(20);
            var found = many.Near(here, radius, 20, PlaceKind.Address).Where(one => one.Place.Street == "Voorbeeldlaan");
            var others = many.Near(here, radius, 20, PlaceKind.Address).Count(one => one.Place.Street != "Voorbeeldlaan");
            Assert.Equal(expected.Take(20 - others), found.Select(one => one.Metres));
        }
    }
}
