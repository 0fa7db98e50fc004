using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>The situatierapport, and with it the way of every form of one page.</summary>
public sealed class SituationPageTests : IAsyncLifetime
{
    private const string Address = "/situatie";

    /// <summary>Example 14 of domain.md §3c.</summary>
    private static readonly (string, string)[] Complete =
    [
        ("open", "true"), ("staff", "3"), ("present", "63"), ("power", "Generator"), ("powerHours", "9"), ("lan", "Off"),
        ("radio", "Good"), ("reach112", "No"), ("text", "Drukker dan vannacht. <Aggregaat> bijgetankt."),
    ];

    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_report_says_what_was_chosen_and_the_next_one_begins_with_it()
    {
        using var answer = await _node.Client.SubmitAsync(Address, Address, Complete);

        Assert.Equal("/meldingen/GR-WK1-0001", $"{answer.Headers.Location}");
        var message = JsonNode.Parse(await _node.Client.GetStringAsync("/api/messages/GR-WK1-0001"))!;
        Assert.Equal("Actual", $"{message["status"]}");
        Assert.True(JsonNode.DeepEquals(message["content"], JsonNode.Parse("""
            {"open":true,"staff":3,"present":63,"power":"Generator","powerHours":9,"lan":"Off","radio":"Good",
             "reach112":"No","text":"Drukker dan vannacht. <Aggregaat> bijgetankt."}
            """)), message["content"]!.ToJsonString());
        var page = Flat(await _node.Client.GetStringAsync(Address));
        Assert.Contains("name=\"open\" value=\"true\" checked", page, StringComparison.Ordinal);
        Assert.Contains("name=\"power\" value=\"Generator\" checked", page, StringComparison.Ordinal);
        Assert.Contains("name=\"staff\" value=\"3\"", page, StringComparison.Ordinal);
        Assert.Matches("name=\"text\"[^>]*></textarea>", page); // its words were of then
        Assert.Contains("open, 3 vrijwilligers, 63 bezoekers, stroom: aggregaat, nog 9 uur stroom", page,
            StringComparison.Ordinal);
        Assert.Contains("&lt;Aggregaat&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_is_said_in_Dutch_at_its_question_and_what_was_typed_stays_on_the_disk()
    {
        using var answer = await _node.Client.SubmitAsync(
            Address, Address, ("staff", "drie"), ("power", "Steam"), ("text", "Het is koud"));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Hoeveel vrijwilligers zijn er? Dit moet een heel getal zijn.", page, StringComparison.Ordinal);
        Assert.Contains("Waar komt de stroom vandaan? Kies er één.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Mains,", page, StringComparison.Ordinal);
        var draft = Assert.Single(_node.Desk.Drafts);
        Assert.Equal("situation", draft.Form);
        var fresh = await _node.Client.GetStringAsync(Address);
        Assert.Contains($"{Address}?concept={draft.Id}", fresh, StringComparison.Ordinal);
        var again = await _node.Client.GetStringAsync($"{Address}?concept={draft.Id}");
        Assert.Contains("Het is koud", again, StringComparison.Ordinal);
        Assert.Contains($"value=\"{draft.Id}\"", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_practised_does_not_change_what_the_bar_says()
    {
        (await _node.Client.SubmitAsync(Address, Address, Complete)).Dispose();
        (await _node.Client.SubmitAsync(
            Address, Address, ("status", "Exercise"), ("reach112", "Yes"), ("powerHours", "1"))).Dispose();

        Assert.Equal(Protocol.Messages.Reachable112.No, _node.Desk.Facts.Reach112);
        Assert.Equal(Protocol.Messages.PowerSource.Generator, _node.Desk.Facts.Power!.Source);
        Assert.InRange(_node.Desk.Facts.Power.Left!.Value.TotalHours, 8, 9);
        Assert.Equal("Exercise", $"{_node.Desk.Find("GR-WK1-0002")!.Status}");
    }

    [Fact]
    public async Task A_form_that_does_not_say_whether_it_is_real_is_asked_back()
    {
        using var answer = await _node.Client.SubmitAsync(Address, Address, ("status", ""), ("staff", "2"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Echt of oefening? Kies er één.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_filled_in_is_asked_about()
    {
        using var answer = await _node.Client.SubmitAsync(Address, Address);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Vul minstens één veld of een tekst in.", await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
        Assert.Empty(_node.Desk.Drafts);
    }

    [Fact]
    public async Task A_draft_becomes_its_message_once_however_often_it_is_pressed()
    {
        (await _node.Client.SubmitAsync(Address, Address, ("staff", "x"), ("text", "Stil"))).Dispose();
        var draft = Assert.Single(_node.Desk.Drafts);
        var page = $"{Address}?concept={draft.Id}";

        using var first = await _node.Client.SubmitAsync(page, Address, ("staff", "2"), ("text", "Stil"));
        using var reload = await _node.Client.GetAsync(page);
        Assert.Empty(_node.Desk.Drafts);
        Assert.Equal("/meldingen/GR-WK1-0001", $"{first.Headers.Location}");
        Assert.Equal("/meldingen/GR-WK1-0001", $"{reload.Headers.Location}");

        var hidden = BrowserForm.Hidden(await _node.Client.GetStringAsync(Address)).ToList();
        using var once = await PostAsync(hidden, ("staff", "4"));
        using var twice = await PostAsync(hidden, ("staff", "4"));
        using var other = await PostAsync(hidden, ("staff", "5"));
        Assert.Equal(once.Headers.Location, twice.Headers.Location);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Contains("al gebruikt voor GR-WK1-0002", await other.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_nobody_wants_is_thrown_away_by_one_press()
    {
        (await _node.Client.SubmitAsync(Address, Address, ("staff", "x"))).Dispose();
        var draft = Assert.Single(_node.Desk.Drafts);

        using var answer = await _node.Client.SubmitAsync(Address, Address, ("weg", draft.Id));

        Assert.Equal(Address, $"{answer.Headers.Location}");
        Assert.Empty(_node.Desk.Drafts);
    }

    private Task<HttpResponseMessage> PostAsync(
        IEnumerable<KeyValuePair<string, string>> hidden, params (string Name, string Value)[] typed) =>
        _node.Client.PostAsync(Address, new FormUrlEncodedContent(
            [.. hidden, .. typed.Select(field => KeyValuePair.Create(field.Name, field.Value))]));

    private static string Flat(string html) => html.ReplaceLineEndings(" ");
}
