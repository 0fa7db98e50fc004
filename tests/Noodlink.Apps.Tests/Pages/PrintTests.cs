using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Noodlink.Apps.Tests.Hub;
using Noodlink.Apps.Tests.Node;
using Noodlink.Node.Pages.Bulletins;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>What people print, as the browser hands it to the printer.</summary>
public sealed class PrintTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync()
    {
        await chromium.LeaveAsync();
        await _node.DisposeAsync();
    }

    /// <summary>Every question answered, every text as long as it may be.</summary>
    private static string Longest => SomeJson.With(
        ("status", "Exercise"), ("services", new JsonArray("Fire", "Ambulance", "Police")),
        ("location", new JsonObject
        {
            ["kind"] = "Address", ["street"] = Words(80), ["number"] = "123-bis-hs", ["postcode"] = "9843AB",
            ["place"] = Words(80), ["gemeente"] = Words(80), ["text"] = Words(80), ["certainty"] = "Guessed",
        }),
        ("victims", 13), ("unresponsive", 4), ("trapped", 2), ("children", 3),
        ("hazards", new JsonArray("Fire", "Gas", "Co", "Chemical", "Power", "Water", "Collapse", "Traffic")),
        ("actions", new JsonArray("FirstAid", "Cpr", "Aed", "Extinguish", "Evacuated", "GasOff", "PowerOff", "Cordoned")),
        ("language", "uk"), ("barriers", new JsonArray("Deaf", "NoSpeech", "Confused")), ("occurredAgoMinutes", 1440),
        ("vulnerableSites", new JsonArray("CareHome", "HomeCareDevice", "School", "Livestock", "Industry")),
        ("text", Words(140)));

    [Theory]
    [InlineData("A4")]
    [InlineData("A5")]
    public async Task Each_sheet_is_one_page_with_nothing_cut_off(string paper)
    {
        var usual = $"/meldingen/{await _node.StoreAsync(SomeJson.With(("status", "Exercise")))}";
        var longest = $"/meldingen/{await _node.StoreAsync(Longest)}";
        var small = paper == "A5";
        // What is to be read aloud in large letters, and every answer of a long noodmelding on half a sheet, may go on on
        // a second one; never beside it.
        (string Sheet, int Pages)[] sheets =
        [
            ($"{usual}/print", 1), ($"{usual}/voorlezen", small ? 2 : 1), ($"{longest}/print", small ? 2 : 1),
            ($"{longest}/voorlezen", small ? 3 : 2), ("/papier/uitleg", 1), ("/instellingen/herstelblad", 1),
            ("/papier", 1), ("/papier?soort=oefening", 1), .. small ? [] : ((string, int)[])[("/dienst", 1)],
        ];
        var page = await chromium.Browser.NewPageAsync();
        var found = new List<string>();
        foreach (var (sheet, pages) in sheets)
        {
            await page.GotoAsync($"{_node.Address}{sheet}");
            if (sheet.StartsWith("/meldingen/", StringComparison.Ordinal))
                Assert.Contains("OEFENING", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
            found.AddRange((await WrongAsync(page, paper, pages)).Select(wrong => $"{sheet} on {paper}: {wrong}"));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("/papier", 14)]
    [InlineData("/papier?soort=oefening", 14)]
    [InlineData("/papier/uitleg", 8)]
    public async Task On_half_a_sheet_no_number_is_lost_and_every_letter_can_be_read(string sheet, int numbers)
    {
        var page = await chromium.Browser.NewPageAsync();
        await page.SetViewportSizeAsync(499, 733); // A5 between margins of 8 and 7 mm
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.GotoAsync($"{_node.Address}{sheet}");
        // Seven points: smaller is nothing to read by candle light.
        var small = await page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('.paper *')]
              .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
              .filter(e => !e.checkVisibility() || parseFloat(getComputedStyle(e).fontSize) < 7 * 96 / 72)
              .map(e => `${getComputedStyle(e).fontSize} ${e.textContent.trim()}`)
            """);
        Assert.True(small.Length == 0, string.Join('\n', small));
        var text = await page.Locator(".paper").InnerTextAsync();
        for (var number = 1; number <= numbers; number++) Assert.Contains($"{number}. ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_the_form_leads_to_the_instruction_on_one_sheet()
    {
        var page = await chromium.Browser.NewPageAsync();
        await page.GotoAsync($"{_node.Address}/papier");
        await page.GetByRole(AriaRole.Link, new() { Name = "Uitleg op één blad" }).ClickAsync();
        var text = (await page.Locator(".instruction").InnerTextAsync()).ReplaceLineEndings("");

        Assert.Contains("Zo werkt dit noodsteunpunt", text, StringComparison.Ordinal);
        Assert.Contains("GR-WK1, portofoon: PMR 3", text, StringComparison.Ordinal);
        Assert.Contains("Alleen groen betekent dat de meldkamer de melding heeft.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poster_at_its_limits_is_one_page_with_nothing_cut_off()
    {
        await using var hub = await RunningHub.StartWithNodeAsync();
        (string Name, string Title, string Text)[] posters =
        [
            ("words", Words(60), Words(400)), ("wide letters", new string('W', 60), new string('W', 400)),
            ("many lines", "Openingstijden", string.Join('\n', Enumerable.Range(1, 44).Select(line => $"{line} uur")) + Words(100)),
            ("little", "Water", "Kom het halen."),
            ("as usual", "Drinkwatervoorziening", "Vandaag 14-18 uur bij sporthal Leek en MFA Marum. Neem schone jerrycan mee."),
        ];
        var page = await chromium.Browser.NewPageAsync();
        var found = new List<string>();
        foreach (var (place, (name, title, text)) in posters.Index())
        {
            var number = await BulletinAsync(hub, place + 20, title, text);
            foreach (var paper in (string[])["A4", "A5"])
            {
                await page.GotoAsync($"{hub.Node.Address}/berichten/{number}");
                Assert.Equal(text, await page.Locator(".poster-text").TextContentAsync());
                if (name is "little") Assert.Equal(1, await page.Locator(".poster.fit-0").CountAsync());
                found.AddRange((await WrongAsync(page, paper)).Select(wrong => $"{name} on {paper}: {wrong}"));
            }
        }

        found.AddRange(await SweepAsync(page));
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>Other words on the poster that is open, from few to as many as there may be, at the size that belongs to
    /// them.</summary>
    private static async Task<List<string>> SweepAsync(IPage page)
    {
        var found = new List<string>();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var (width, height) in ((int, int)[])[(718, 1046), (484, 718)])
        {
            await page.SetViewportSizeAsync(width, height);
            foreach (var title in (int[])[5, 21, 40, 60])
            {
                for (var text = 10; text <= 400; text += 13)
                {
                    var bulletin = new Bulletin(
                        StationId.Parse("GR-CWK"), 12, Words(title), 1, BulletinAudience.StaffOnly, 11, Words(text));
                    var high = await page.EvaluateAsync<double>(
                        """
                        ([fit, title, text]) => {
                          const poster = document.querySelector('.poster');
                          poster.className = `poster fit-${fit}`;
                          poster.querySelector('h1').textContent = title;
                          poster.querySelector('.poster-text').textContent = text;
                          return poster.getBoundingClientRect().height;
                        }
                        """, new object[] { PosterFit.Of(bulletin, boxes: 3), bulletin.Title, bulletin.Text });
                    if (high > height) found.Add($"{title} and {text} characters on {width}x{height}: {high} high");
                }
            }
        }

        return found;
    }

    /// <summary>Everything that makes a poster longer.</summary>
    private static async Task<string> BulletinAsync(RunningHub hub, int number, string title, string text)
    {
        using var content = new StringContent(
            new JsonObject
            {
                ["kind"] = "Bulletin", ["status"] = "Exercise", ["to"] = "All", ["number"] = number, ["title"] = title,
                ["validUntil"] = "2096-11-21T18:00:00+01:00", ["audience"] = "StaffOnly", ["replaces"] = 11, ["text"] = text,
            }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await hub.Client.PostAsync("/api/messages", content);
        var id = $"{JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]}";
        await Until.True(() => hub.Node.Desk.Bulletins.Any(view => view.MessageNumber == id), () => $"{id} is at the node");
        return id;
    }

    private static async Task<List<string>> WrongAsync(IPage page, string paper, int pagesMax = 1)
    {
        var pdf = await page.PdfAsync(new() { Format = paper });
        var pages = Regex.Count(
            Encoding.Latin1.GetString(pdf), "/Type\\s*/Page[^s]", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        // The width between the margins of 10 mm, in CSS pixels.
        await page.SetViewportSizeAsync(paper == "A4" ? 718 : 484, 900);
        var wide = await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('main, main *')].filter(e => e.checkVisibility()
                && (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline' && !e.matches('textarea, svg *')
                  || e.getBoundingClientRect().right > innerWidth + 1)).map(e => e.outerHTML.slice(0, 80)).slice(0, 3)
            """);
        await page.EmulateMediaAsync(new() { Media = Media.Null });
        return
        [
            .. pages >= 1 && pages <= pagesMax ? (string[])[] : [$"{pages} pages"],
            .. wide.Select(each => $"wider than the paper: {each}"),
        ];
    }

    private static string Words(int length) =>
        string.Join(' ', Enumerable.Repeat("Noodverlichting bij de brug", 20))[..(length - 1)] + ".";
}
