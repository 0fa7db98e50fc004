using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Screens;

// What a test does to a page it does through this person, so that what it costs them can be counted and timed: a press,
// a choice, or one field filled in is one interaction, as the issue counts them.

/// <summary>Somebody at a screen.</summary>
[SuppressMessage("Naming", "CA1716", Justification = "That is what they are called.")]
internal sealed class Operator : IAsyncDisposable
{
    /// <summary>Five keys a second: two fingers, cold hands.</summary>
    private const double KeySeconds = 0.2;

    /// <summary>To find the button and press it.</summary>
    private const double PressSeconds = 0.7;

    private readonly IBrowserContext _context;
    private readonly int _port;
    private readonly List<string> _errors = [];

    private Operator(IBrowserContext context, IPage page, Seat seat, int port)
    {
        _context = context;
        Page = page;
        Seat = seat;
        _port = port;
        page.SetDefaultTimeout(20_000);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _errors.Add(message.Text);
        };
        page.PageError += (_, error) => _errors.Add(error);
        page.Dialog += (_, dialog) =>
        {
            _errors.Add($"a dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    public Seat Seat { get; private set; }

    public int Interactions { get; private set; }

    /// <summary>What of the time was the person's own: finding, pressing, typing. The rest is the machine's.</summary>
    public double OwnSeconds { get; private set; }

    /// <summary>Takes as long as a person takes. Without it a test is as fast as the page.</summary>
    public bool IsHuman { get; init; }

    /// <summary>Has no mouse and no touch: everything goes by Tab, arrows, space and Enter.</summary>
    public bool HasKeysOnly { get; init; }

    /// <summary>What the browser complained of, and dialogs that came up: neither ever belongs there. What a refused
    /// connection prints does not count.</summary>
    public IEnumerable<string> Complaints => _errors.Where(
        error => !error.Contains("net::ERR_", StringComparison.Ordinal)
            && !error.StartsWith("Failed to load resource", StringComparison.Ordinal));

    public static async Task<Operator> SitDownAsync(
        Chromium chromium, StationProgram program, Seat? seat = null, bool human = false, bool keysOnly = false)
    {
        seat ??= Seat.Laptop;
        var context = await chromium.Browser.NewContextAsync(seat.Options);
        return new Operator(context, await context.NewPageAsync(), seat, program.Port)
        {
            IsHuman = human, HasKeysOnly = keysOnly,
        };
    }

    /// <summary>Another tab of the same browser.</summary>
    public async Task<Operator> OpenTabAsync() =>
        new(_context, await _context.NewPageAsync(), Seat, _port) { IsHuman = IsHuman };

    /// <summary>The same page in other colours, or on another screen.</summary>
    public async Task MoveToAsync(Seat seat)
    {
        if (seat == Seat) return;
        Seat = seat;
        await Page.SetViewportSizeAsync(seat.Width, seat.Height);
        await Page.EmulateMediaAsync(new() { ColorScheme = seat.Scheme, Contrast = seat.Contrast });
    }

    public string Address(string path) => $"http://127.0.0.1:{_port}{path}";

    /// <summary>Types an address: only to begin somewhere, it is not counted.</summary>
    public async Task<int> GoAsync(string path) => (await Page.GotoAsync(Address(path)))!.Status;

    /// <summary>Waits until the address holds this. It is asked again and again: a navigation that ends between a look and
    /// the wait for the next one is missed by <c>WaitForURLAsync</c>.</summary>
    public Task ArriveAsync([StringSyntax(StringSyntaxAttribute.Regex)] string pattern) => Assertions.Expect(Page).ToHaveURLAsync(
        new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 30_000 });

    /// <summary>Presses what is called so: a button, a link, a choice with its label around it.</summary>
    public Task PressAsync(string name) => PressAsync(Named(name), name);

    public async Task PressAsync(ILocator what, string name)
    {
        Interactions++;
        if (IsHuman) await FindAsync();
        try
        {
            if (HasKeysOnly) await Keys.PressAsync(Page, what.First, name);
            else await what.First.ClickAsync();
        }
        catch (Exception e) when (e is TimeoutException or PlaywrightException)
        {
            Assert.Fail($"'{name}' could not be pressed on {Page.Url}: {e.Message}\n{await TextAsync()}");
        }
    }

    /// <summary>Fills in the field with that label.</summary>
    public Task TypeAsync(string label, string text) => TypeAsync(Page.GetByLabel(label), text);

    public async Task TypeAsync(ILocator field, string text)
    {
        Interactions++;
        if (HasKeysOnly)
        {
            await Keys.ReachAsync(Page, field.First, text);
            await Page.Keyboard.TypeAsync(text);
            return;
        }

        if (!IsHuman)
        {
            await field.First.FillAsync(text);
            return;
        }

        await FindAsync();
        OwnSeconds += text.Length * KeySeconds;
        await field.First.PressSequentiallyAsync(
            text, new() { Delay = (float)KeySeconds * 1000, Timeout = 240_000 });
    }

    /// <summary>Picks from a list that folds out.</summary>
    public async Task PickAsync(string field, string words)
    {
        Interactions++;
        var list = Page.Locator($"select[name='{field}']");
        if (IsHuman) await FindAsync();
        if (HasKeysOnly)
        {
            await Keys.ReachAsync(Page, list, field);
            await Page.Keyboard.TypeAsync(words);
        }
        else
        {
            await list.SelectOptionAsync(new SelectOptionValue { Label = words });
        }
    }

    /// <summary>Chooses an answer by its field and value, wherever on the page its words stand.</summary>
    public Task ChooseAsync(string field, string value) => PressAsync(
        Page.Locator($"label:has(input[name='{field}'][value='{value}'])")
            .Or(Page.Locator($"button[name='{field}'][value='{value}']")), $"{field} {value}");

    /// <summary>What can be pressed under that name; a word at the beginning is enough.</summary>
    public ILocator Named(string name)
    {
        var main = Page.Locator("body");
        return main.GetByRole(AriaRole.Button, new() { Name = name })
            .Or(main.GetByRole(AriaRole.Link, new() { Name = name }))
            .Or(main.GetByRole(AriaRole.Radio, new() { Name = name, Exact = true }))
            .Or(main.GetByRole(AriaRole.Checkbox, new() { Name = name, Exact = true }));
    }

    /// <summary>Until those words stand on the page, where a person can see them.</summary>
    public async Task SeesAsync(string words, double seconds = 20)
    {
        try
        {
            await Page.GetByText(words).Filter(new() { Visible = true }).First
                .WaitForAsync(new() { Timeout = (float)seconds * 1000 });
        }
        catch (Exception e) when (e is TimeoutException or PlaywrightException)
        {
            Assert.Fail($"after {seconds} s '{words}' is not on {Page.Url}:\n{await TextAsync()}");
        }
    }

    /// <summary>Until that is true in the page. (The browser's own waiting wants to evaluate text, which our pages forbid.)
    /// </summary>
    /// <param name="expression">JavaScript that gives true or false.</param>
    public Task UntilAsync(string expression, double seconds = 20) => Wait.UntilAsync(
        $"{expression} on {Page.Url}", seconds, () => Page.EvaluateAsync<bool>($"() => Boolean({expression})"));

    public Task<string> TextAsync() => Page.Locator("body").InnerTextAsync();

    private Task FindAsync()
    {
        OwnSeconds += PressSeconds;
        return Wait.PassAsync(PressSeconds);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
