using System.Net;
using Noodlink.Apps.Tests.Node;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Hub;

/// <summary>What the feed's page says about help, supplies, bulletins and exercises: what, how many, where, in
/// Dutch.</summary>
public sealed class FeedOfKindsTests : IAsyncLifetime
{
    private RunningHub _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningHub.StartWithNodeAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_request_an_offer_and_their_match_stand_in_the_feed()
    {
        var request = await _hub.ReceiveAsync(
            """
            {"kind":"HelpRequest","category":"Medicine","amount":2,"place":"Loppersum","neededBeforeMinutes":60,
             "text":"Insuline <script>"}
            """);
        var offer = await _hub.ReceiveAsync(
            """
            {"kind":"HelpOffer","category":"Skill","skill":"Medical","amount":1,"place":"9919",
             "availableFromMinutes":30,"availableUntilMinutes":90}
            """);
        var match = await _hub.ReceiveAsync(
            $$"""{"kind":"MatchNote","references":["{{request}}","{{offer}}"],"result":"Linked","text":"Bellen zelf."}""");
        await _hub.ReceiveAsync(
            """
            {"kind":"StockReport","items":[{"item":"Water","amount":240,"unit":"Litres","hoursLeft":6},
             {"item":"Beds","amount":0}]}
            """);
        await _hub.ReceiveAsync(
            """
            {"kind":"ShiftHandover","roleOut":"dagdienst","roleIn":"nachtdienst","openAlarms":2,"openRequests":5,
             "waiting":1}
            """);

        var page = WebUtility.HtmlDecode(await _hub.Client.GetStringAsync("/"));

        foreach (var words in (string[])[
            "Hulpvraag: medicijnen", "2 × medicijnen · Loppersum · nodig vóór ", "Insuline <script>",
            "Hulpaanbod: arts of verpleegkundige", "1 × arts of verpleegkundige · 9919 · vanaf ", " · tot ",
            $"Koppeling: gekoppeld: {request}, {offer} · Bellen zelf.",
            "drinkwater: 240 liter, nog 6 uur · slaapplaatsen: op",
            "nachtdienst neemt het over van dagdienst · open noodmeldingen: 2 · open hulpvragen: 5"])
            Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Contains($"bericht-{request}", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"bericht-{match}", page, StringComparison.Ordinal);
        var own = WebUtility.HtmlDecode(await _hub.Client.GetStringAsync($"/meldingen/{request}"));
        Assert.Contains("2 × medicijnen · Loppersum", own, StringComparison.Ordinal);
        Assert.Contains("Koppeling: gekoppeld", own, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bulletin_and_an_exercise_stand_in_the_feed_once_with_at_how_many_points_they_are()
    {
        using var bulletin = await _hub.PostAsync(
            "/api/messages",
            """
            {"kind":"Bulletin","to":"All","number":12,"title":"Drinkwater","validUntil":"2099-11-21T18:00:00+01:00",
             "audience":"Public","replaces":9,"text":"Bij de sporthal."}
            """);
        using var start = await _hub.PostAsync(
            "/api/messages",
            """
            {"kind":"ExerciseControl","to":"All","action":"Start","exerciseId":"BO72-1","name":"Black-out","minutes":90}
            """);
        await Until.True(
            () => _hub.Desk.Bulletins is [{ Points: [{ State: Protocol.LifeCycle.MessageState.DeliveredDevice }] }],
            () => "the bulletin is at the node");

        var page = WebUtility.HtmlDecode(await _hub.Client.GetStringAsync("/"));

        foreach (var words in (string[])[
            "Bericht 12: Drinkwater", "Binnen bij 1 van 1 noodsteunpunten",
            "voor iedereen · geldig tot 21 november 2099, 18:00 uur · vervangt bericht 9 · Bij de sporthal.",
            "Oefening Black-out begint", "BO72-1 · duurt 90 minuten"])
            Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Single(page.Split("Bericht 12: Drinkwater").Skip(1));
        Assert.True(
            page.IndexOf("<p class=\"frame-word\">OEFENING</p>", StringComparison.Ordinal)
            < page.IndexOf("Oefening Black-out begint", StringComparison.Ordinal));
    }
}
