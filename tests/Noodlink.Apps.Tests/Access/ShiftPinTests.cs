using System.Net;
using System.Text.RegularExpressions;
using Noodlink.Apps.Tests.Node;
using Noodlink.Apps.Tests.Pages;

namespace Noodlink.Apps.Tests.AccessRules;

/// <summary>What asks a PIN at the noodsteunpunt's own machine, and the PIN that it makes itself.</summary>
public sealed partial class ShiftPinTests : IAsyncLifetime
{
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/noodmelding/0123456789abcdef0123456789abcdef/wie", 200)]
    [InlineData("/dienst", 200)]
    [InlineData("/112", 200)]
    [InlineData("/instellingen/stroom", 200)]
    [InlineData("/toegankelijkheid", 200)]
    [InlineData("/papier", 200)]
    [InlineData("/usb-stick", 200)]
    [InlineData("/aanmelden", 200)]
    [InlineData("/api/messages", 200)]
    [InlineData("/api/status", 200)]
    [InlineData("/oud", 303)]
    [InlineData("/oud?voor=12", 303)]
    [InlineData("/OUD", 303)]
    [InlineData("/instellingen", 303)]
    [InlineData("/instellingen/pincode", 303)]
    [InlineData("/instellingen/herstelblad", 303)]
    [InlineData("/eerste-start", 303)]
    public async Task At_this_machine_only_old_messages_and_settings_ask_a_PIN(string path, int status)
    {
        await PutAwayAsync();
        using var answer = await _node.Client.GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 303)
            Assert.Equal($"/aanmelden?naar={Uri.EscapeDataString(path)}", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_first_start_makes_a_PIN_of_six_digits_that_only_the_program_can_read()
    {
        var pin = await PinAsync();

        Assert.Matches("^[0-9]{6}$", pin);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PinPath));
        await _node.RestartAsync();
        Assert.Equal(pin, await PinAsync());
    }

    [Fact]
    public async Task The_PIN_and_its_sheet_are_shown_without_asking_until_somebody_says_they_are_put_away()
    {
        var pin = await PinAsync();
        Assert.Contains("nog niet opgeborgen", await _node.Client.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains(pin, await _node.Client.GetStringAsync("/eerste-start"), StringComparison.Ordinal);
        var sheet = await _node.Client.GetStringAsync("/instellingen/herstelblad");
        Assert.Contains(pin, sheet, StringComparison.Ordinal);
        Assert.Contains(PinPath, sheet, StringComparison.Ordinal);
        Assert.Contains(_node.Address, sheet, StringComparison.Ordinal);

        await PutAwayAsync();

        Assert.DoesNotContain("nog niet opgeborgen", await _node.Client.GetStringAsync("/"), StringComparison.Ordinal);
        foreach (var path in (string[])["/eerste-start", "/instellingen/herstelblad"])
        {
            using var closed = await _node.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.SeeOther, closed.StatusCode);
        }

        await _node.RestartAsync();
        using var still = await _node.Client.GetAsync("/eerste-start");
        Assert.Equal(HttpStatusCode.SeeOther, still.StatusCode);
    }

    [Fact]
    public async Task Role_and_PIN_lead_on_to_the_page_that_asked_and_one_press_closes_it_again()
    {
        using var opened = await SignInAsync("/oud", await PinAsync());
        Assert.Equal("/oud", opened.Headers.Location!.OriginalString);
        var page = await _node.Client.GetStringAsync("/oud");
        Assert.Contains("Oude meldingen", page, StringComparison.Ordinal);
        Assert.Contains("teamleider", page, StringComparison.Ordinal);

        using var close = await _node.Client.SubmitAsync("/oud", "/afmelden");
        Assert.Equal("/", close.Headers.Location!.OriginalString);
        using var closed = await _node.Client.GetAsync("/oud");
        Assert.Equal(HttpStatusCode.SeeOther, closed.StatusCode);
        Assert.Contains("teamleider", await _node.Client.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("https://evil.example/")]
    public async Task Signing_in_leads_to_no_other_machine(string target)
    {
        using var opened = await SignInAsync(target, await PinAsync());

        Assert.Equal(HttpStatusCode.SeeOther, opened.StatusCode);
        Assert.Equal("/", opened.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_wrong_PIN_says_how_long_to_wait_and_that_nothing_is_locked_and_sending_goes_on()
    {
        using var wrong = await SignInAsync("/oud", "nee");
        var page = await wrong.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Contains("data-countdown=\"1\"", page, StringComparison.Ordinal);
        Assert.Contains("Hij gaat nooit op slot", page, StringComparison.Ordinal);
        await _node.StoreAsync(SomeJson.Example);
        var pin = await PinAsync();
        using var right = await PinWait.OverAsync(() => SignInAsync("/oud", pin));
        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
    }

    [Fact]
    public async Task A_new_PIN_closes_every_other_screen_and_is_shown_until_it_is_put_away()
    {
        var first = await PinAsync();
        await PutAwayAsync();
        using var other = _node.NewClient();
        other.BaseAddress = new Uri(_node.Address);
        (await other.SubmitAsync("/aanmelden?naar=/oud", "/aanmelden", ("role", "vrijwilliger"), ("pin", first))).Dispose();
        (await SignInAsync("/instellingen", first)).Dispose();

        using var renewed = await _node.Client.SubmitAsync("/instellingen", "/instellingen/pincode");
        var second = await PinAsync();

        Assert.Equal("/eerste-start", renewed.Headers.Location!.OriginalString);
        Assert.NotEqual(first, second);
        Assert.Contains(second, await _node.Client.GetStringAsync("/eerste-start"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _node.Client.GetAsync("/oud")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await other.GetAsync("/oud")).StatusCode);
    }

    [Fact]
    public async Task What_would_change_something_is_not_done_without_the_PIN()
    {
        var pin = await PinAsync();
        await PutAwayAsync();
        using var answer = await _node.Client.PostAsync("/instellingen/pincode", new FormUrlEncodedContent([]));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(pin, await PinAsync());
    }

    [Fact]
    public async Task A_PIN_that_the_technician_wrote_counts_at_once_and_is_never_shown()
    {
        await File.WriteAllTextAsync(PinPath, "van-de-technicus\n");
        using var first = await _node.Client.GetAsync("/eerste-start");
        using var opened = await SignInAsync("/oud", "van-de-technicus");

        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        Assert.Equal("/oud", opened.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_PIN_file_that_is_gone_is_made_again_at_the_next_start_and_shown()
    {
        await PutAwayAsync();
        File.Delete(PinPath);
        await _node.RestartAsync();

        Assert.Contains(await PinAsync(), await _node.Client.GetStringAsync("/eerste-start"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_PIN_may_be_pasted_and_kept_by_the_browser_and_can_be_made_visible()
    {
        var field = PinField().Match(await _node.Client.GetStringAsync("/aanmelden?naar=/oud")).Value;

        Assert.Contains("autocomplete=\"current-password\"", field, StringComparison.Ordinal);
        Assert.DoesNotContain("onpaste", field, StringComparison.Ordinal);
        Assert.DoesNotContain("maxlength", field, StringComparison.Ordinal);
    }

    private string PinPath => Path.Combine(Path.GetDirectoryName(_node.KeyPath)!, "shift.pin");

    private async Task<string> PinAsync() => (await File.ReadAllTextAsync(PinPath)).Trim();

    private async Task PutAwayAsync()
    {
        using var away = await _node.Client.SubmitAsync("/eerste-start", "/eerste-start/opgeborgen");
        Assert.Equal(HttpStatusCode.SeeOther, away.StatusCode);
    }

    private Task<HttpResponseMessage> SignInAsync(string target, string pin) => _node.Client.SubmitAsync(
        $"/aanmelden?naar={Uri.EscapeDataString(target)}", "/aanmelden",
        ("role", "teamleider"), ("pin", pin), ("naar", target));

    [GeneratedRegex("<input[^>]*id=\"pin\"[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex PinField();
}
