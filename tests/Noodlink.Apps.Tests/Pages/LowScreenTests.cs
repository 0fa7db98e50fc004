using Microsoft.Playwright;
using Noodlink.Apps.Tests.Node;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>The old laptop of a dorpshuis, 1024×600: nothing that matters lies under the edge or under a button.</summary>
public sealed class LowScreenTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const int Height = 600;

    // More that the bar may have to say: the disk, what was refused, bulletins.
    private const string MoreInTheBar =
        """
        () => { for (let i = 0; i < 3; i++) {
          const more = document.querySelector('#balk-klok').cloneNode(true);
          more.removeAttribute('id');
          more.querySelector('dd').textContent = 'bijna vol: 40 MB';
          document.querySelector('#balk-geluid').before(more);
        } }
        """;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => chromium.LeaveAsync();

    [Theory]
    [InlineData(900, MessageState.Queued, "Actual")]
    [InlineData(1, MessageState.Unconfirmed, "Actual")]
    [InlineData(1, MessageState.Unconfirmed, "Exercise")]
    public async Task The_buttons_that_stay_lay_over_the_sentence_to_say_aloud(
        int seconds, MessageState state, string status)
    {
        await using var node = await RunningNode.StartAsync($"--Timers:UnconfirmedRadioSeconds={seconds}");
        var number = await node.StoreAsync(SomeJson.With(("status", status)));
        await Until.True(() => node.Desk.Find(number)!.State == state, () => $"{number} is {state}");
        var page = await OpenAsync($"{node.Address}/meldingen/{number}");

        Assert.Equal("", await CoveredAsync(page));
        await page.EvaluateAsync(MoreInTheBar);
        if (state == MessageState.Queued) Assert.Equal("", await CoveredAsync(page));
        Assert.True(await page.EvaluateAsync<double>(
            "parseFloat(getComputedStyle(document.querySelector('#stand .state')).fontSize)") >= 32);
        await NothingSmallAsync(page);
    }

    [Fact]
    public async Task The_last_row_of_what_can_be_the_matter_lay_under_the_edge()
    {
        await using var node = await RunningNode.StartAsync();
        var walk = await NoodmeldingWalk.BeginAsync(node.Client);
        var page = await OpenAsync(node.Address + walk.Page("wat"));
        var last = await page.EvaluateAsync<double>(
            "Math.max(...[...document.querySelectorAll('.type-button')].map(one => one.getBoundingClientRect().bottom))");

        Assert.InRange(last, Height / 2, Height - 20);
        await NothingSmallAsync(page);
    }

    private async Task<IPage> OpenAsync(string address)
    {
        var page = await chromium.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 1024, Height = Height } });
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>What of the sentence is not to be seen; empty: all of it is.</summary>
    private static Task<string> CoveredAsync(IPage page) => page.EvaluateAsync<string>(
        """
        () => {
          const box = document.querySelector('#zeg .say').getBoundingClientRect();
          return [[box.left + 4, box.top + 4], [box.right - 4, box.top + 4], [box.left + 4, box.bottom - 4], [box.right - 4, box.bottom - 4]]
            .filter(([x, y]) => !document.elementFromPoint(x, y)?.closest('#zeg'))
            .map(([x, y]) => `${Math.round(x)},${Math.round(y)} is ${document.elementFromPoint(x, y)?.outerHTML.slice(0, 80)}`)
            .join('; ');
        }
        """);

    // A thumb in a glove.
    private static async Task NothingSmallAsync(IPage page)
    {
        var small = await page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('main a.utrecht-button, button, summary, nav a, .bar a')]
              .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
              .map(e => `${e.getBoundingClientRect().height} ${e.outerHTML.slice(0, 100)}`)
            """);
        Assert.True(small.Length == 0, string.Join('\n', small));
    }
}
