using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>Question 2, on which lives are lost: looked up, read back, never completed.</summary>
public sealed class SendingPlaceTests : IAsyncLifetime
{
    private readonly string _list = Path.Combine(Path.GetTempPath(), $"noodlink-places-{Guid.NewGuid():N}.db");
    private RunningNode _node = null!;

    public async Task InitializeAsync()
    {
        using (var writer = new GazetteerWriter(_list))
        {
            foreach (var (street, number, code) in ((string, string, string)[])[
                ("Modelweg", "3", "9843AB"), ("Modelweg", "3a", "9843AB"), ("Modelweg", "5", "9843AB"),
                ("Proefstraat", "3", "9843AC")])
            {
                Assert.True(HouseNumber.TryParse(number, out var house));
                Assert.True(TypedPostcode.TryParse(code, out var postcode));
                writer.AddAddress(street, house, postcode, "Grijpskerk", "Westerkwartier", new Rd(216_215, 587_300));
            }

            writer.AddPost("N355", 17.3m, null, "", "Grijpskerk", "Westerkwartier", new Rd(217_000, 586_000));
            writer.AddPost("N355", 17.6m, null, "", "Grijpskerk", "Westerkwartier", new Rd(217_300, 586_000));
            writer.AddSpot("sluis Gaarkeuken", "sluis", "Gaarkeuken", "Westerkwartier", new Rd(218_900, 584_200));
            writer.Finish(DateTimeOffset.UnixEpoch);
        }

        _node = await RunningNode.StartAsync($"--Places:File={_list}", "--Station:Rd=216500,587300");
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        File.Delete(_list);
    }

    [Fact]
    public async Task An_address_is_read_back_with_its_gemeente_and_distance_and_one_press_says_how_certain_it_is()
    {
        var walk = await BegunAsync();
        var found = await walk.StepAsync(
            "waar?hoe=adres", ("location.postcode", "9843 ab"), ("location.number", "5"), ("_do", "zoek"));
        Assert.Equal($"{walk.Page("waar")}?hoe=adres&zoek=1", found);
        var page = await _node.Client.GetStringAsync(found);
        Assert.Contains(
            "Modelweg 5, Grijpskerk, gemeente Westerkwartier, ongeveer 300 m van hier", page, StringComparison.Ordinal);
        // Nobody has said yes yet.
        Assert.Null((await walk.DraftAsync())["fields"]!["location.certainty"]);

        Assert.Equal(walk.Page("wat"), await walk.StepAsync("waar?hoe=adres&zoek=1", ("location.certainty", "Approximate")));
        await ExpectAsync(walk, """
            {"kind":"Address","street":"Modelweg","number":"5","postcode":"9843AB","place":"Grijpskerk",
             "gemeente":"Westerkwartier","rd":{"x":216215,"y":587300},"certainty":"Approximate"}
            """);
    }

    [Fact]
    public async Task Several_that_it_may_be_are_a_list_and_none_is_chosen_for_anybody()
    {
        var walk = await BegunAsync();
        var found = await walk.StepAsync(
            "waar?hoe=adres", ("location.postcode", "9843"), ("location.number", "3"), ("_do", "zoek"));
        var page = await _node.Client.GetStringAsync(found);

        Assert.DoesNotContain("id=\"klopt\"", page, StringComparison.Ordinal);
        foreach (var text in (string[])["Modelweg 3,", "Modelweg 3a,", "Proefstraat 3,", "Staat het er niet bij?"])
            Assert.Contains(text, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_no_list_goes_on_as_it_was_typed_and_says_so()
    {
        var walk = await BegunAsync();
        var found = await walk.StepAsync(
            "waar?hoe=adres", ("location.postcode", "9999 ZZ"), ("location.number", "8"), ("location.place", "Nergens"),
            ("_do", "zoek"));
        Assert.Contains(
            "Niet in onze lijst – wij geven door wat u typt", await _node.Client.GetStringAsync(found),
            StringComparison.Ordinal);
        await walk.StepAsync("waar?hoe=adres&zoek=1", ("location.certainty", "Guessed"));
        await ExpectAsync(walk, """
            {"kind":"Address","number":"8","postcode":"9999ZZ","place":"Nergens","certainty":"Guessed"}
            """);
    }

    [Theory]
    [InlineData("weg", "road=n 355;hectometre=17,3;towards=Grijpskerk", "Certain",
        """{"kind":"Road","road":"N355","hectometre":17.3,"towards":"Grijpskerk","place":"Grijpskerk","gemeente":"Westerkwartier","rd":{"x":217000,"y":586000},"certainty":"Certain"}""")]
    [InlineData("plek", "spot=gaarkeuken", "Certain",
        """{"kind":"Spot","spot":"sluis Gaarkeuken","place":"Gaarkeuken","gemeente":"Westerkwartier","rd":{"x":218900,"y":584200},"certainty":"Certain"}""")]
    [InlineData("plek", "spot=de oude molen", "Approximate", """{"kind":"Spot","spot":"de oude molen","certainty":"Approximate"}""")]
    [InlineData("punt", "rd.x=216000;rd.y=588000", "Certain", """{"kind":"Point","rd":{"x":216000,"y":588000},"certainty":"Certain"}""")]
    [InlineData("adres", "postcode=9843;number=77", "Guessed", """{"kind":"Text","text":"postcode 9843, huisnummer 77","certainty":"Guessed"}""")]
    [InlineData("weg", "road=zandpad;hectometre=bij de bocht", "Guessed", """{"kind":"Road","road":"zandpad","text":"hectometerpaal bij de bocht","certainty":"Guessed"}""")]
    public async Task Every_way_that_looks_something_up_is_read_as_it_was_meant(
        string way, string typed, string certainty, string expected)
    {
        var walk = await BegunAsync();
        await walk.StepAsync($"waar?hoe={way}", [.. Typed(typed), ("_do", "zoek")]);
        await walk.StepAsync($"waar?hoe={way}&zoek=1", ("location.certainty", certainty));

        await ExpectAsync(walk, expected);
    }

    [Fact]
    public async Task A_post_that_is_not_in_the_list_offers_the_nearest_and_completes_nothing()
    {
        var walk = await BegunAsync();
        var found = await walk.StepAsync(
            "waar?hoe=weg", ("location.road", "N355"), ("location.hectometre", "17,5"), ("_do", "zoek"));
        var page = await _node.Client.GetStringAsync(found);

        Assert.DoesNotContain("id=\"klopt\"", page, StringComparison.Ordinal);
        Assert.Contains("hectometer 17,6", page, StringComparison.Ordinal);
        Assert.Contains("<strong id=\"zoals-getypt\">N355, hectometer 17,5</strong>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_words_need_no_list_and_a_new_place_leaves_nothing_of_the_old_one()
    {
        var walk = await BegunAsync();
        await walk.StepAsync("waar", ("_do", "hier"));
        await walk.StepAsync(
            "waar?hoe=woorden", ("location.text", "achter de schuur"), ("location.certainty", "Approximate"));
        await ExpectAsync(walk, """{"kind":"Text","text":"achter de schuur","certainty":"Approximate"}""");
    }

    [Fact]
    public async Task Typing_another_address_takes_the_confirmation_of_the_first_away()
    {
        var walk = await BegunAsync();
        await walk.StepAsync("waar", ("_do", "hier"));
        await walk.StepAsync("waar?hoe=adres", ("location.postcode", "9843AB"), ("_do", "zoek"));
        using var answer = await walk.TrySendAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("2. Waar is het? Vul dit in.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_point_from_the_map_is_read_back_before_it_counts()
    {
        var walk = await BegunAsync();
        var page = await walk.HtmlAsync("waar?hoe=punt&x=216215&y=587310");

        Assert.Contains("Het punt dat u aanwees, 10 m van Modelweg 3", page, StringComparison.Ordinal);
        await walk.StepAsync("waar?hoe=punt&x=216215&y=587310", ("location.certainty", "Certain"));
        await ExpectAsync(walk, """{"kind":"Point","rd":{"x":216215,"y":587310},"certainty":"Certain"}""");
    }

    [Theory]
    [InlineData("1", "9999999", "RD y: U typte 9999999. Dat ligt niet in Nederland. Vul een heel getal in van 300000 tot en met 630000.")]
    [InlineData("300001", "587310", "RD x: U typte 300001. Dat ligt niet in Nederland. Vul een heel getal in van 0 tot en met 300000.")]
    [InlineData("veel", "587310", "RD x: U typte veel. Vul een heel getal in van 0 tot en met 300000.")]
    [InlineData("216215", "", "RD y: Vul dit in.")]
    public async Task A_point_out_of_the_Netherlands_is_refused_where_it_is_typed(string x, string y, string sentence)
    {
        var walk = await BegunAsync();
        await walk.StepAsync("waar?hoe=punt", ("location.rd.x", x), ("location.rd.y", y), ("_do", "zoek"));
        foreach (var address in (string[])["waar?hoe=punt&zoek=1", $"waar?hoe=punt&x={x}&y={y}"])
        {
            var page = await walk.HtmlAsync(address);
            Assert.Contains(sentence, page, StringComparison.Ordinal);
            Assert.DoesNotContain("km van hier", page, StringComparison.Ordinal);
            Assert.DoesNotContain("id=\"klopt\"", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_list_what_is_typed_goes_on_with_the_same_press()
    {
        await using var node = await RunningNode.StartAsync("--Places:File=/nowhere/places.db");
        var walk = await NoodmeldingWalk.BeginAsync(node.Client);
        await walk.StepAsync("wie", ("services", "Fire"));
        Assert.Equal(walk.Page("wat"), await walk.StepAsync(
            "waar?hoe=adres", ("location.street", "Modelweg"), ("location.number", "3"), ("location.certainty", "Certain")));
        await walk.StepAsync("wat", ("type", "BuildingFire"));
        await walk.StepAsync("gevaar", ("dangerToLife", "No"));
        var content = await NoodmeldingWalk.ContentAsync(node, await walk.SendAsync());

        Assert.Equal(
            """{"kind":"Address","street":"Modelweg","number":"3","certainty":"Certain"}""",
            content["location"]!.ToJsonString());
    }

    private async Task<NoodmeldingWalk> BegunAsync()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.StepAsync("wie", ("services", "Fire"));
        await walk.StepAsync("wat", ("type", "BuildingFire"));
        await walk.StepAsync("gevaar", ("dangerToLife", "Yes"));
        return walk;
    }

    private async Task ExpectAsync(NoodmeldingWalk walk, string place)
    {
        var content = await NoodmeldingWalk.ContentAsync(_node, await walk.SendAsync());
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(place), content["location"]), content["location"]!.ToJsonString());
    }

    private static IEnumerable<(string, string)> Typed(string typed) =>
        typed.Split(';').Select(field => field.Split('=')).Select(pair => ($"location.{pair[0]}", pair[1]));
}
