using System.Net;
using Noodlink.Apps.Tests.Node;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Hub;

public sealed class HubPagesTests : IAsyncLifetime
{
    private RunningHub _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningHub.StartWithNodeAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Only_opening_a_message_by_a_person_is_reading_it()
    {
        var number = await _hub.ReceiveAsync(SomeJson.Example);
        var page = $"/meldingen/{number}";

        await _hub.Client.GetStringAsync("/");
        await _hub.Client.GetStringAsync($"/api/messages/{number}");
        await Open(page, ("X-Noodlink-Refresh", "1"));
        await Open(page, ("Sec-Purpose", "prefetch"));
        await Open(page, ("Sec-Fetch-Site", "cross-site"));
        await Open(page, ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Dest", "image"));
        Assert.Equal(MessageState.DeliveredDevice, _hub.Desk.Find(number)!.State);

        await Open(page, ("Sec-Fetch-Site", "none"), ("Sec-Fetch-Dest", "document"));
        Assert.Equal(MessageState.SeenByHuman, _hub.Desk.Find(number)!.State);
        Assert.Equal("coördinator", _hub.Desk.Find(number)!.History[^1].By);
    }

    [Fact]
    public async Task Opening_a_message_is_reading_what_came_in_about_it()
    {
        var number = await _hub.ReceiveAsync(SomeJson.Example);
        var update = await _hub.ReceiveAsync(
            $$"""{"kind":"AlarmUpdate","references":["{{number}}"],"victims":3,"text":"Accu bijna leeg."}""");

        var page = await Open($"/meldingen/{number}");

        Assert.Equal(MessageState.SeenByHuman, _hub.Desk.Find(update)!.State);
        Assert.Contains("Accu bijna leeg.", page, StringComparison.Ordinal);
        Assert.Contains("slachtoffers: 3", page, StringComparison.Ordinal);
        await Until.True(
            () => _hub.Node.Desk.Find(update)!.State == MessageState.SeenByHuman, () =>
                "the node knows that it was read");
    }

    [Fact]
    public async Task Danger_to_life_stands_on_top_then_the_oldest_and_an_update_stands_with_its_noodmelding()
    {
        var calm = await _hub.ReceiveAsync(SomeJson.With(("dangerToLife", "No")));
        var first = await _hub.ReceiveAsync(SomeJson.With(("dangerToLife", "Unknown")));
        var second = await _hub.ReceiveAsync(SomeJson.Example);
        var drill = await _hub.ReceiveAsync(SomeJson.With(("status", "Exercise")));
        var update = await _hub.ReceiveAsync(
            $$"""{"kind":"AlarmUpdate","references":["{{second}}"],"text":"Accu bijna leeg."}""");

        var page = await _hub.Client.GetStringAsync("/");

        Assert.Equal([first, second, calm, drill], Rows(page));
        Assert.DoesNotContain($"bericht-{update}", page, StringComparison.Ordinal);
        Assert.Contains("Aanvulling: Accu bijna leeg.", page, StringComparison.Ordinal);
        var row = page[page.IndexOf($"bericht-{drill}", StringComparison.Ordinal)..];
        Assert.Contains("OEFENING", row[..row.IndexOf("</li>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.True(
            page.IndexOf("<p class=\"frame-word\">OEFENING</p>", StringComparison.Ordinal)
            < page.IndexOf($"bericht-{drill}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Staff_go_the_whole_road_by_forms()
    {
        var number = await _hub.ReceiveAsync(SomeJson.Example);

        await Do(number, "Claimed");
        await Do(number, "Forwarded", ("channel", "Phone"), ("note", "gesproken met meldkamer"));
        await Do(number, "AcceptedDelayed", ("minutes", "90"), ("meldkamerNumber", "3217"));
        await Do(number, "EnRoute");
        await Do(number, "Undone", ("note", "verkeerde melding"));

        var view = _hub.Desk.Find(number)!;
        Assert.Equal(MessageState.AcceptedDelayed, view.State);
        Assert.True(view.Undone);
        var page = await _hub.Client.GetStringAsync($"/meldingen/{number}");
        Assert.Contains("De laatste stap is teruggenomen", page, StringComparison.Ordinal);
        await Until.True(() => _hub.Node.Desk.Find(number)!.Undone, () => "the node shows it in red");
        var node = await _hub.Node.Client.GetStringAsync($"/meldingen/{number}");
        Assert.Contains("stand c-red", node, StringComparison.Ordinal);
        Assert.Contains("wat wij eerder tegen u zeiden, klopt niet meer", node, StringComparison.Ordinal);

        using var read = await _hub.Node.Client.SubmitAsync($"/meldingen/{number}", $"/meldingen/{number}/gelezen");
        Assert.Equal(HttpStatusCode.SeeOther, read.StatusCode);
        Assert.False(_hub.Node.Desk.Find(number)!.Undone);
    }

    [Fact]
    public async Task What_is_not_right_or_not_possible_is_said_and_what_was_typed_stays()
    {
        var number = await _hub.ReceiveAsync(SomeJson.Example);
        var action = $"/meldingen/{number}/gebeurtenis";

        using var fault = await _hub.Client.SubmitAsync(
            $"/meldingen/{number}", action, ("type", "Forwarded"), ("note", "ik belde net"));
        using var conflict = await _hub.Client.SubmitAsync($"/meldingen/{number}", action, ("type", "Accepted"));

        Assert.Equal(422, (int)fault.StatusCode);
        var page = await fault.Content.ReadAsStringAsync();
        Assert.Contains("Kies hoe u de meldkamer hebt gesproken.", page, StringComparison.Ordinal);
        Assert.Contains("ik belde net", page, StringComparison.Ordinal);
        Assert.Equal(409, (int)conflict.StatusCode);
        Assert.Contains("Leg eerst vast dat u de meldkamer hebt gesproken.", await conflict.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sheet_follows_the_order_of_the_meldkamer_and_spells_the_postcode()
    {
        var number = await _hub.ReceiveAsync(SomeJson.With(("status", "Test")));
        var sheet = WebUtility.HtmlDecode(await _hub.Client.GetStringAsync($"/meldingen/{number}/blad"));

        string[] order = ["TEST – NOODMELDING", "<h2>Wie</h2>", "<h2>Waar</h2>", "<h2>Wat</h2>",
            "<h2>Gevaar en aantallen</h2>", "<h2>Gevaren en toegang</h2>", "<h2>Contact</h2>"];
        var places = order.Select(text => sheet.IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Contains("negen acht vier drie Alfa Bravo", sheet, StringComparison.Ordinal);
        using var none = await _hub.Client.GetAsync("/meldingen/GR-WK1-9999/blad");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private async Task Do(string number, string type, params (string, string)[] fields)
    {
        using var answer = await _hub.Client.SubmitAsync(
            $"/meldingen/{number}", $"/meldingen/{number}/gebeurtenis", [("type", type), .. fields]);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> Open(string page, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, page);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var answer = await _hub.Client.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static IEnumerable<string> Rows(string page) => page.Split("id=\"bericht-").Skip(1)
        .Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]);
}
