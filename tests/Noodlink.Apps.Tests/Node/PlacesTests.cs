using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Meldkamer;
using Noodlink.Station.Places.Import;

namespace Noodlink.Apps.Tests.Node;

public sealed class PlacesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("noodlink-places-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("postcode=9843AB&number=3", "Modelweg 3* Grijpskerk, Modelweg 3-1 Grijpskerk, Modelweg 3a Grijpskerk")]
    [InlineData("postcode=9843+ab&number=12", "Modelweg 12* Grijpskerk")]
    [InlineData("postcode=9843&number=12", "Modelweg 12 Grijpskerk, Oefenpad 12 Grijpskerk, Proefstraat 12 Grijpskerk, "
        + "Voorbeeldlaan 12 Grijpskerk, Voorbeeldlaan 12-2 Grijpskerk, Voorbeeldlaan 12b-3 Grijpskerk")]
    [InlineData("street=oefenpad&number=2&place=Loppersum", "Oefenpad 2* Loppersum")]
    [InlineData("road=n355&hm=17,3", "N355 17.3* Zuidhorn")]
    [InlineData("road=A7&hm=198&side=Right", "A7 198 Leek, A7 198 Leek, A7 198 Leek")]
    [InlineData("spot=sluis+gaar", "sluis Gaarkeuken Gaarkeuken")]
    [InlineData("spot=nergens", "")]
    public async Task A_place_is_found_by_what_people_know_of_it(string query, string expected)
    {
        await using var node = await StartAsync();

        var answer = JsonNode.Parse(await node.Client.GetStringAsync($"/api/places?{query}"))!;

        Assert.Equal(expected, string.Join(", ", answer["items"]!.AsArray().Select(Said)));
        Assert.True((bool)answer["available"]!);
    }

    [Fact]
    public async Task Each_place_says_how_far_it_is_and_around_a_point_the_nearest_come_first()
    {
        await using var node = await StartAsync();

        var items = JsonNode.Parse(await node.Client.GetStringAsync("/api/places?x=216215&y=586851"))!["items"]!.AsArray();

        Assert.Equal(20, items.Count);
        Assert.Equal(0, (int)items[0]!["offMetres"]!);
        Assert.All(items, item => Assert.InRange((int)item!["distanceMetres"]!, 1, 2000));
        var distances = items.Select(item => (int)item!["offMetres"]!).ToList();
        Assert.Equal(distances.Order(), distances);
    }

    [Theory]
    [InlineData("")]
    [InlineData("postcode=98&number=3")]
    [InlineData("postcode=9843AB")]
    [InlineData("postcode=9843AB&number=3&number=4")]
    [InlineData("street=x")]
    [InlineData("street=Modelweg&number=drie")]
    [InlineData("road=weg&hm=3")]
    [InlineData("road=N355&hm=-3")]
    [InlineData("road=N355&hm=3&side=Up")]
    [InlineData("spot=%27")]
    [InlineData("x=1&y=2")]
    [InlineData("x=216215")]
    [InlineData("query=9843AB")]
    public async Task Nonsense_is_told_per_field(string query)
    {
        await using var node = await StartAsync();
        using var answer = await node.Client.GetAsync($"/api/places?{query}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Single(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsObject());
    }

    [Fact]
    public async Task Without_a_file_or_with_a_broken_one_the_answer_says_so_and_the_node_goes_on()
    {
        await using var without = await RunningNode.StartAsync();
        foreach (var query in new[] { "postcode=9843AB&number=3", "road=N355&hm=3", "spot=sluis", "x=216215&y=586851", "street=Modelweg" })
            Assert.Equal(
                """{"available":false,"more":false,"items":[]}""", await without.Client.GetStringAsync($"/api/places?{query}"));

        var broken = Path.Combine(_folder, "broken.db");
        await File.WriteAllTextAsync(broken, "SQLite format 3\0 and nothing more");
        await using var node = await RunningNode.StartAsync($"--Places:File={broken}");
        Assert.StartsWith("{\"available\":false", await node.Client.GetStringAsync("/api/places?spot=sluis"), StringComparison.Ordinal);
    }

    private async Task<RunningNode> StartAsync()
    {
        var file = Path.Combine(_folder, "gazetteer.db");
        if (!File.Exists(file))
            GazetteerImport.Run(
                new ImportRequest
                {
                    Out = file, Bag = [Source("bag.csv")], Spots = [Source("spots.csv")],
                    Nwb = [Source("nwb-wegvakken.csv"), Source("nwb-hectopunten.csv")],
                }, DateTimeOffset.UnixEpoch, (_, _, _) => { });
        return await RunningNode.StartAsync($"--Places:File={file}", "--Station:Rd=216300,586700");
    }

    private static string Source(string name) => Repository.PathOf("deploy", "examples", "places", name);

    private static string Said(JsonNode? item)
    {
        var name = item!["spot"] ?? (item["road"] is { } road ? $"{road} {item["hectometre"]}" : $"{item["street"]} {item["number"]}");
        return $"{name}{((bool)item["exact"]! ? "*" : "")} {item["place"]}";
    }
}
