using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Hub;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>What the coördinatiepunt sends, as people at a noodsteunpunt see it: bulletins and exercises.</summary>
public sealed class FromHubPagesTests : IAsyncLifetime
{
    private RunningHub _hub = null!;

    private HttpClient Node => _hub.Node.Client;

    public async Task InitializeAsync() => _hub = await RunningHub.StartWithNodeAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_bulletin_is_news_until_it_is_opened_and_hangs_by_one_press()
    {
        var number = await BulletinAsync(12, "Drinkwater <b>vandaag</b>", "Public");
        var page = $"/berichten/{number}";
        var start = await Node.GetStringAsync("/");
        Assert.Contains("Nieuw bericht 12: Drinkwater &lt;b&gt;vandaag&lt;/b&gt;", start, StringComparison.Ordinal);
        Assert.Contains($"eenmaal:{number}", start, StringComparison.Ordinal);

        var poster = await Node.GetStringAsync(page);
        Assert.Contains("Breng een schone jerrycan mee.", poster, StringComparison.Ordinal);
        Assert.Contains("Geldig tot 21 november 2096, 18:00 uur", poster, StringComparison.Ordinal);
        Assert.Contains("Noodsteunpunt Grijpskerk", poster, StringComparison.Ordinal);
        Assert.DoesNotContain("NIET OPHANGEN", poster, StringComparison.Ordinal);
        Assert.DoesNotContain($"eenmaal:{number}", await Node.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains("Nog niet opgehangen", await Node.GetStringAsync("/berichten"), StringComparison.Ordinal);

        var hidden = BrowserForm.Hidden(poster).ToList();
        foreach (var _ in (int[])[1, 2])
        {
            using var tick = await Node.PostAsync(page, new FormUrlEncodedContent(hidden));
            Assert.Equal(page, $"{tick.Headers.Location}");
        }

        Assert.Single(_hub.Node.Desk.Messages(new([], [Kind.Reply], 9)).Items);
        Assert.Contains("Opgehangen", await Node.GetStringAsync("/berichten"), StringComparison.Ordinal);
        await Until.True(() => _hub.Desk.Find(number)!.HungUp.Count == 1, () => "the hub knows that it hangs");
    }

    [Fact]
    public async Task What_is_for_staff_says_that_it_may_not_hang_and_is_ticked_as_read()
    {
        await BulletinAsync(9, "Aggregaten", "Public");
        var number = await BulletinAsync(13, "Plundering gemeld", "StaffOnly", replaces: 9);

        var poster = await Node.GetStringAsync($"/berichten/{number}");
        Assert.Contains("NIET OPHANGEN – alleen voor medewerkers", poster, StringComparison.Ordinal);
        Assert.Contains("Gelezen – vink af", poster, StringComparison.Ordinal);
        var list = await Node.GetStringAsync("/berichten");
        Assert.Contains("Vervangen door bericht 13", list, StringComparison.Ordinal);
        Assert.True(list.IndexOf("13. ", StringComparison.Ordinal) < list.IndexOf("9. Aggr", StringComparison.Ordinal), list);
        using var absent = await Node.GetAsync("/berichten/GR-CWK-9999");
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }

    [Fact]
    public async Task An_exercise_stands_on_every_page_with_the_way_to_a_real_noodmelding()
    {
        await PostAsync("""
            {"kind":"ExerciseControl","to":["GR-WK1"],"action":"Start","exerciseId":"BO72-1","name":"Black-out <72>",
             "minutes":90}
            """);
        await Until.True(() => _hub.Node.Desk.Exercise is ExerciseState.Running, () => "it runs");
        foreach (var path in (string[])["/", "/situatie", "/berichten", "/papier", "/oefening"])
        {
            var page = await Node.GetStringAsync(path);
            Assert.Contains("data-drill", page, StringComparison.Ordinal);
            Assert.Contains("Black-out &lt;72&gt;", page, StringComparison.Ordinal);
            Assert.Contains("ECHT – geen oefening", page, StringComparison.Ordinal);
        }

        Assert.Contains(
            "name=\"status\" value=\"Exercise\" checked", await Node.GetStringAsync("/situatie"), StringComparison.Ordinal);
        using var real = await Node.SubmitAsync("/", "/oefening/echt");
        Assert.StartsWith("/noodmelding", $"{real.Headers.Location}", StringComparison.Ordinal);
        var draft = _hub.Node.Desk.FindDraft($"{real.Headers.Location}".Split('/')[2]);
        Assert.Equal("""{"status":"Actual"}""", draft?.Fields);
        Assert.Empty(_hub.Node.Desk.Drafts); // nobody typed anything in it

        await _hub.Node.RestartAsync();
        Assert.IsType<ExerciseState.InDoubt>(_hub.Node.Desk.Exercise);
        var doubt = await Node.GetStringAsync("/situatie");
        Assert.Contains("Echt of oefening?", doubt, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"status\" value=\"Exercise\" checked", doubt, StringComparison.Ordinal);
        using var elsewhere = await Node.SubmitAsync(
            "/situatie", "/oefening", ("antwoord", "oefening"), ("terug", "//example.org"));
        Assert.Equal("/", $"{elsewhere.Headers.Location}");
        Assert.IsType<ExerciseState.Running>(_hub.Node.Desk.Exercise);
    }

    [Fact]
    public async Task A_person_who_says_that_it_is_real_ends_the_exercise_here()
    {
        await PostAsync("""
            {"kind":"ExerciseControl","to":["GR-WK1"],"action":"Start","exerciseId":"BO72-2","name":"Storm","minutes":30}
            """);
        await Until.True(() => _hub.Node.Desk.Exercise is ExerciseState.Running, () => "it runs");
        await _hub.Node.RestartAsync();

        using var answer = await Node.SubmitAsync("/berichten", "/oefening", ("antwoord", "echt"));

        Assert.Equal("/berichten", $"{answer.Headers.Location}");
        Assert.IsType<ExerciseState.Off>(_hub.Node.Desk.Exercise);
        Assert.DoesNotContain("drill-strip", await Node.GetStringAsync("/"), StringComparison.Ordinal);
    }

    private async Task<string> BulletinAsync(int count, string title, string audience, int? replaces = null)
    {
        var number = await PostAsync(new JsonObject
        {
            ["kind"] = "Bulletin", ["to"] = "All", ["number"] = count, ["title"] = title,
            ["validUntil"] = "2096-11-21T18:00:00+01:00", ["audience"] = audience, ["replaces"] = replaces,
            ["text"] = "Vandaag 14-18 uur bij de sporthal.\nBreng een schone jerrycan mee.",
        }.ToJsonString());
        await Until.True(
            () => _hub.Node.Desk.Bulletins.Any(view => view.MessageNumber == number), () => $"{number} is at the node");
        return number;
    }

    private async Task<string> PostAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _hub.Client.PostAsync("/api/messages", content);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return $"{JsonNode.Parse(body)!["id"]}";
    }
}
