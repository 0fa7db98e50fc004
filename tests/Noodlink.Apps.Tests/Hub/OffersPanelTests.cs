using System.Net;
using Noodlink.Apps.Tests.Node;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Hub.Pages;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Hub;

/// <summary>Staff see how many offers of help wait at a noodsteunpunt, ask for them, and see what came.</summary>
public sealed class OffersPanelTests
{
    [Fact]
    public void Beside_the_number_of_offers_stands_a_button_to_ask_for_them()
    {
        var station = new StationView(
            1, "GR-WK1", "Grijpskerk", "Westerkwartier", new Dictionary<BearerName, DateTimeOffset>(), 0, null, [], 0, 0,
            Silent: false)
        {
            Offers = new Dictionary<HelpCategory, int> { [HelpCategory.Vehicle] = 2, [HelpCategory.Space] = 1 },
        };

        var page = OffersPanel.Of([new OffersRow(station, null, [])], Html.Empty, SomeView.Now).ToString();

        Assert.Contains("Wacht daar: 2 × voertuig, 1 × ruimte", page, StringComparison.Ordinal);
        Assert.Contains("action=\"/stations/GR-WK1/aanbod\"", page, StringComparison.Ordinal);
        Assert.Contains(">Vraag het aanbod op</button>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_and_what_came_of_it_stand_there()
    {
        await using var hub = await RunningHub.StartWithNodeAsync();
        await hub.Node.StoreAsync("""{"kind":"HelpOffer","category":"Vehicle","amount":1,"place":"9919","text":"boot"}""");
        Assert.Equal((HttpStatusCode.SeeOther, ""), await AskAsync(hub, "GR-WK1"));
        var asked = Assert.Single(hub.Desk.Messages(new([], [Kind.Request])).Items);
        await Until.True(() => hub.Node.Desk.Find(asked.Number) is not null, () => "the question is at the node");
        var offer = await hub.ReceiveAsync(
            """{"kind":"HelpOffer","category":"Vehicle","amount":2,"place":"9919","text":"trekker"}""");
        var page = WebUtility.HtmlDecode(await hub.Client.GetStringAsync("/stations"));

        Assert.Equal(Question.Offers, ((Request)asked.Body!).Question);
        Assert.Contains("Opgevraagd om", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/meldingen/{asked.Number}\"", page, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/meldingen/{offer}\">{offer}</a> 2 × voertuig", page, StringComparison.Ordinal);
        Assert.Contains("trekker", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_noodsteunpunt_that_is_in_no_list_is_asked_nothing()
    {
        await using var hub = await RunningHub.StartAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AskAsync(hub, "GR-WK9")).Status);
        Assert.Empty(hub.Desk.Messages(new([], [])).Items);
    }

    private static async Task<(HttpStatusCode Status, string Said)> AskAsync(RunningHub hub, string station)
    {
        var hidden = BrowserForm.Hidden(await hub.Client.GetStringAsync("/berichten"));
        using var answer = await hub.Client.PostAsync($"/stations/{station}/aanbod", new FormUrlEncodedContent(hidden));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
