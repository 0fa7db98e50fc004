using Microsoft.Playwright;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>One Chromium for the tests of a class. Each test opens contexts of its own, which share nothing, and ends them
/// with <see cref="LeaveAsync"/>: a start of the browser costs more than most of these tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private IPlaywright _playwright = null!;

    /// <summary>The browser, running.</summary>
    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    /// <summary>Ends every context, with its pages. The tests of a class run one after the other, so all that are there are
    /// the caller's.</summary>
    public async Task LeaveAsync()
    {
        foreach (var context in Browser.Contexts.ToList()) await context.CloseAsync().WaitAsync(Patience);
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
