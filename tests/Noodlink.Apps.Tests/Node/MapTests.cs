using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Noodlink.Apps.Tests.Meldkamer;
using Noodlink.Node.Map;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;
using Noodlink.Station.Places.Import;

namespace Noodlink.Apps.Tests.Node;

/// <summary>The map as a drawing, and as a page that is used without dragging and without script.</summary>
public sealed partial class MapTests : IDisposable
{
    private static readonly Rd Here = new(216_500, 586_800);
    private static readonly string Draft = new('a', 32);
    private readonly string _folder = Directory.CreateTempSubdirectory("noodlink-map-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void North_is_up_and_a_ring_is_as_far_as_it_says()
    {
        var view = View("z=13");
        var drawing = MapDrawing.Of(view, Here, "hier", [Spot("noord", 0, 2000), Spot("oost", 2000, 0)], null);

        var marks = drawing.Marks.ToDictionary(mark => mark.Name!);
        Assert.Equal((MapView.Width / 2.0, MapView.Height / 2.0), (marks["hier"].X, marks["hier"].Y));
        Assert.True(marks["noord"].Y < 100 && marks["oost"].X > 600);
        var ring = drawing.Rings.Single(one => one.Words == "2 km");
        Assert.InRange(Math.Abs(marks["noord"].Y - (MapView.Height / 2.0)) / ring.Radius, 0.99, 1.01);
        Assert.InRange((marks["oost"].X - (MapView.Width / 2.0)) / ring.Radius, 0.99, 1.01);
        Assert.All(drawing.Rings, one => Assert.Matches("^[125]0* (m|km)$|^[0-9,]+ (m|km)$", one.Words));
    }

    [Fact]
    public void Names_never_lie_on_each_other_and_every_mark_stays()
    {
        var chance = new Random(3);
        for (var round = 0; round < 30; round++)
        {
            var places = Enumerable.Range(0, 60)
                .Select(i => Spot($"plek {i}", chance.Next(-5000, 5000), chance.Next(-2500, 2500))).ToList();
            var drawing = MapDrawing.Of(View("z=13"), Here, "hier", places, null);

            Assert.Equal(61, drawing.Marks.Count + places.Count(place => View("z=13").Place(place.Rd) is var (x, y)
                && (x < 0 || y < 0 || x > MapView.Width || y > MapView.Height)));
            var names = drawing.Marks.Where(mark => mark.Name is not null).Select(mark => (
                X: mark.NameX < 0 ? mark.X + mark.NameX - (mark.Name!.Length * 12.1) : mark.X + mark.NameX, mark.Y,
                Width: mark.Name!.Length * 12.1)).ToList();
            Assert.All(names, name => Assert.InRange(name.X, 0, MapView.Width - name.Width));
            for (var i = 0; i < names.Count; i++)
                for (var j = 0; j < i; j++)
                    Assert.False(
                        names[i].X < names[j].X + names[j].Width && names[j].X < names[i].X + names[i].Width
                        && Math.Abs(names[i].Y - names[j].Y) < 22, $"round {round}: {names[i]} on {names[j]}");
        }
    }

    [Theory]
    [InlineData(13, 6, 14)]
    [InlineData(14, 6, 14)]
    [InlineData(16, 6, 14)]
    [InlineData(8, 6, 8)]
    public void Pictures_cover_the_whole_drawing_without_a_gap(int zoom, int first, int last)
    {
        var drawing = MapDrawing.Of(View($"z={zoom}"), Here, "hier", [], new MapLevels(first, last, "1"));

        for (var x = 0; x <= MapView.Width; x += 20)
            for (var y = 0; y <= MapView.Height; y += 20)
                Assert.Contains(
                    drawing.Pictures,
                    one => one.X <= x && x <= one.X + one.Size && one.Y <= y && y <= one.Y + one.Size);
        Assert.True(drawing.Pictures.Count <= 24, $"{drawing.Pictures.Count} pictures");
        Assert.Empty(MapDrawing.Of(View("z=9"), Here, "", [], new MapLevels(10, 14, "1")).Pictures);
        Assert.Empty(MapDrawing.Of(View("z=18"), Here, "", [], new MapLevels(10, 14, "1")).Pictures);
    }

    [Fact]
    public void What_is_pressed_comes_to_the_middle_in_fields_and_to_the_pixel()
    {
        var view = View("z=14");
        var pixel = View($"z=14&x={view.Center.X}&y={view.Center.Y}&px=200&py=100");

        var back = pixel.Place(view.Center)!.Value;
        Assert.InRange(back.X - (MapView.Width / 2.0), 279, 281);
        Assert.InRange(back.Y - (MapView.Height / 2.0), 139, 141);
        var fields = MapDrawing.Of(view, Here, "", [], null).Fields;
        Assert.Equal(MapView.Width * MapView.Height, fields.Sum(field => field.Width * field.Height), 3);
        var field = fields[0];
        var moved = View(field.Address.Split('?')[1].Split('#')[0]);
        var (x, y) = moved.Place(view.Center)!.Value;
        Assert.InRange(x - MapView.Width + (field.Width / 2), -2, 2);
        Assert.InRange(y - MapView.Height + (field.Height / 2), -2, 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x=1&y=2&z=99&kies=../../etc")]
    [InlineData("x=NaN&y=&z=-4&px=1e99&py=-1&zoek=%3Cscript%3E")]
    [InlineData("x=300000&y=630000&z=8&px=960&py=0")]
    [InlineData("kies=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA")]
    public async Task Without_any_file_there_is_a_map_whatever_the_address_says(string query)
    {
        await using var node = await RunningNode.StartAsync();
        var page = await node.Client.GetStringAsync($"/kaart?{query}");

        Assert.Contains("<svg class=\"map\"", page, StringComparison.Ordinal);
        Assert.Contains("nog geen lijst met adressen", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Neem d", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<image", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.GetAsync("/kaart/tegels/10/525/336")).StatusCode);
    }

    [Fact]
    public async Task A_point_is_chosen_with_buttons_alone()
    {
        await using var node = await StartAsync();
        var page = await node.Client.GetStringAsync($"/kaart?kies={Draft}");
        Assert.Contains("sluis Gaarkeuken", page, StringComparison.Ordinal);

        foreach (var words in new[] { "→ Oost", "↓ Zuid", "+ Dichterbij", "− Verder weg", "← West", "↑ Noord" })
        {
            var before = Center(page);
            page = await node.Client.GetStringAsync(LinkOf(page, words));
            var after = Center(page);
            Assert.True(
                words switch
                {
                    "→ Oost" => after.X > before.X + 500,
                    "← West" => after.X < before.X - 500,
                    "↑ Noord" => after.Y > before.Y + 500,
                    "↓ Zuid" => after.Y < before.Y - 500,
                    _ => PlaceFound.Metres(after, before) < 5,
                }, $"{words}: {before} to {after}");
        }

        Assert.InRange(PlaceFound.Metres(Center(page), Here), 0, 40);
        page = await node.Client.GetStringAsync(LinkOf(page, "sluis Gaarkeuken, Gaarkeuken"));
        Assert.Equal(new Rd(217_591, 585_567), Center(page));
        Assert.Equal($"/noodmelding/{Draft}/waar?hoe=punt&x=217591&y=585567", LinkOf(page, "Neem dit punt"));
        Assert.Contains("1,6 km ten zuidoosten van hier", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_that_is_looked_up_is_shown_and_its_name_is_only_text()
    {
        await using var node = await StartAsync("naam,soort,x,y\n<img src=x onerror=alert(1)>,molen,216600,586900\n");
        var page = await node.Client.GetStringAsync("/kaart?zoek=img+src");

        Assert.Equal(new Rd(216_600, 586_900), Center(page));
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x", page, StringComparison.Ordinal);
        Assert.Contains("Niets gevonden met: zwembad", await node.Client.GetStringAsync("/kaart?zoek=zwembad"), StringComparison.Ordinal);
    }

    private async Task<RunningNode> StartAsync(string? spots = null)
    {
        var file = Path.Combine(_folder, "gazetteer.db");
        var list = Source("spots.csv");
        if (spots is not null) await File.WriteAllTextAsync(list = Path.Combine(_folder, "spots.csv"), spots);
        GazetteerImport.Run(
            new ImportRequest { Out = file, Bag = [Source("bag.csv")], Spots = [list] }, DateTimeOffset.UnixEpoch,
            (_, _, _) => { });
        return await RunningNode.StartAsync($"--Places:File={file}", $"--Station:Rd={Here.X},{Here.Y}");
    }

    private static string Source(string name) => Repository.PathOf("deploy", "examples", "places", name);

    private static MapView View(string query) => MapView.Read(
        new QueryCollection(query.Split('&').Select(pair => pair.Split('=')).ToDictionary(
            pair => pair[0], pair => new StringValues(pair[1]))), Here);

    private static PlaceFound Spot(string name, int east, int north) => new()
    {
        Kind = PlaceKind.Spot, Spot = name, Rd = new Rd(Here.X + east, Here.Y + north),
    };

    private static Rd Center(string page)
    {
        var at = CenterText().Match(page);
        return new Rd(int.Parse(at.Groups["x"].Value), int.Parse(at.Groups["y"].Value));
    }

    private static string LinkOf(string page, string words)
    {
        var link = Link().Matches(page).FirstOrDefault(one => WebUtility.HtmlDecode(one.Groups["words"].Value) == words);
        Assert.True(link is not null, $"no link '{words}' in {page[page.IndexOf("<main", StringComparison.Ordinal)..]}");
        return WebUtility.HtmlDecode(link.Groups["address"].Value);
    }

    [GeneratedRegex(@"RD (?<x>\d+), (?<y>\d+)</p>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CenterText();

    [GeneratedRegex("""<a class="[^"]*" href="(?<address>[^"]*)">(?<words>[^<]*)</a>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
