using System.Net;
using Noodlink.Apps.Tests.Node;
using Noodlink.Apps.Tests.Pages;

namespace Noodlink.Apps.Tests.AccessRules;

/// <summary>Scherm afdekken in a public hall.</summary>
public sealed class CoverTests : IAsyncLifetime
{
    private RunningNode _node = null!;
    private string _number = "";

    public async Task InitializeAsync()
    {
        _node = await RunningNode.StartAsync();
        _number = await _node.StoreAsync(SomeJson.Example);
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task One_press_hides_every_page_of_this_browser_and_of_no_other()
    {
        await CoverAsync("/");
        foreach (var path in (string[])["/", $"/meldingen/{_number}", "/usb-stick", "/112"])
        {
            using var hidden = await _node.Client.GetAsync(path);
            Assert.Equal($"/afgedekt?naar={Uri.EscapeDataString(path)}", hidden.Headers.Location?.OriginalString);
        }

        using var other = _node.NewClient();
        Assert.Contains(_number, await other.GetStringAsync(_node.Address), StringComparison.Ordinal);
        await _node.RestartAsync();
    }

    [Fact]
    public async Task The_calm_page_has_the_name_the_clock_the_link_and_the_noodmelding_and_nothing_of_anybody()
    {
        await CoverAsync("/");
        var page = await _node.Client.GetStringAsync("/afgedekt");

        foreach (var there in (string[])["Noodsteunpunt Grijpskerk", "klok-groot", "balk-verbinding", "href=\"/noodmelding\"",
            "Laat weer zien"]) Assert.Contains(there, page, StringComparison.Ordinal);
        foreach (var hidden in (string[])[_number, "Modelweg", "accu", "<nav"])
            Assert.DoesNotContain(hidden, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_noodmelding_and_the_blank_form_and_programs_pass_the_cover()
    {
        await CoverAsync("/");
        foreach (var path in (string[])["/noodmelding/0123456789abcdef0123456789abcdef/wie", "/papier", "/api/messages", "/healthz"])
        {
            using var open = await _node.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        }

        using var begun = await _node.Client.GetAsync("/noodmelding");
        Assert.StartsWith("/noodmelding/", begun.Headers.Location!.OriginalString, StringComparison.Ordinal);

        var after = await _node.Client.GetStringAsync($"/afgedekt?naar=/meldingen/{_number}");
        Assert.Contains($"Melding {_number} is opgeslagen.", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_uncover_is_one_press_and_leads_back()
    {
        await CoverAsync($"/meldingen/{_number}");
        using var shown = await _node.Client.SubmitAsync($"/afgedekt?naar=/meldingen/{_number}", "/weer-zien");

        Assert.Equal($"/meldingen/{_number}", shown.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await _node.Client.GetAsync("/")).StatusCode);
        using var calm = await _node.Client.GetAsync("/afgedekt");
        Assert.Equal("/", calm.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Covering_closes_what_the_PIN_opened_so_that_only_such_a_page_asks_it_again()
    {
        var pin = (await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(_node.KeyPath)!, "shift.pin"))).Trim();
        (await _node.Client.SubmitAsync(
            "/aanmelden?naar=/oud", "/aanmelden", ("role", "teamleider"), ("pin", pin), ("naar", "/oud"))).Dispose();
        Assert.Equal(HttpStatusCode.OK, (await _node.Client.GetAsync("/oud")).StatusCode);
        await CoverAsync("/oud");
        using var shown = await _node.Client.SubmitAsync("/afgedekt?naar=/oud", "/weer-zien");
        using var old = await _node.Client.GetAsync("/oud");

        Assert.Equal("/oud", shown.Headers.Location!.OriginalString);
        Assert.Equal("/aanmelden?naar=%2Foud", old.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await _node.Client.GetAsync("/")).StatusCode);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/afgedekt?naar=/afgedekt")]
    public async Task The_cover_leads_nowhere_else_and_never_round(string target)
    {
        await CoverAsync(target);
        using var shown = await _node.Client.PostAsync(
            "/weer-zien", new FormUrlEncodedContent([KeyValuePair.Create("naar", target)]));

        Assert.Equal("/", shown.Headers.Location!.OriginalString);
    }

    private async Task CoverAsync(string page)
    {
        using var covered = await _node.Client.PostAsync(
            "/afdekken", new FormUrlEncodedContent([KeyValuePair.Create("naar", page)]));
        Assert.Equal(HttpStatusCode.SeeOther, covered.StatusCode);
    }
}
