using Microsoft.Playwright;

namespace Noodlink.Scenarios.Screens;

/// <summary>A page by the keyboard alone.</summary>
internal static class Keys
{
    private const int StopsMax = 150;

    /// <summary>Nothing: the focus is on the target. Otherwise the stops to go on, or, from 1000 on, that something is
    /// wrong: <see cref="Wrong"/> says what. Each stop is looked at when the next Tab leaves it.</summary>
    private const string Look =
        """
        target => {
          const wrong = e => {
            if (!e || e === document.body) return false;
            const style = getComputedStyle(e), box = e.getBoundingClientRect();
            const around = e.closest('label') ? getComputedStyle(e.closest('label')) : style;
            const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none'
              || around.outlineStyle !== 'none' || around.boxShadow !== 'none';
            if (!marked || box.bottom <= 0 || box.top >= innerHeight) window.wrongStop ??= e.outerHTML.slice(0, 200);
          };
          if (!window.stopsWatched) addEventListener('keydown', event => {
            if (event.key === 'Tab') wrong(document.activeElement);
          }, { capture: true });
          window.stopsWatched = true;
          const here = document.activeElement;
          if (here !== target) wrong(here);
          if (window.wrongStop) return 1000;
          if (here === target) return 0;
          const stops = [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')]
            .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility() && !(e.type === 'radio' && !isStop(e)));
          return Math.max(1, stops.indexOf(target) - stops.indexOf(here));
          function isStop(radio) {
            const group = [...document.getElementsByName(radio.name)].filter(e => e.form === radio.form);
            return radio === (group.find(e => e.checked) ?? group[0]);
          }
        }
        """;

    private const string Wrong = "() => window.wrongStop";

    /// <summary>Goes there with Tab. On the way each stop must be where it can be seen, and marked.</summary>
    public static async Task ReachAsync(IPage page, ILocator target, string name)
    {
        await target.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        for (var stop = 0; stop < StopsMax;)
        {
            var ahead = await target.EvaluateAsync<int>(Look);
            if (ahead == 0) return;
            if (ahead >= 1000)
                Assert.Fail(
                    $"on {page.Url} Tab stops at what is not marked or not in sight: {await page.EvaluateAsync<string>(Wrong)}");
            // Held down, as somebody does who has far to go.
            await Task.WhenAll(Enumerable.Range(0, ahead).Select(_ => page.Keyboard.DownAsync("Tab")));
            await page.Keyboard.UpAsync("Tab");
            stop += ahead;
        }

        Assert.Fail($"{StopsMax} times Tab on {page.Url} do not lead to '{name}'");
    }

    public static async Task PressAsync(IPage page, ILocator target, string name)
    {
        await target.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        var field = target.Locator("input");
        if (await field.CountAsync() > 0) target = field.First;
        if (await target.GetAttributeAsync("type") == "radio")
        {
            await ChooseAsync(page, target, name);
            return;
        }

        await ReachAsync(page, target, name);
        await page.Keyboard.PressAsync(await target.EvaluateAsync<bool>("e => e.matches('input, summary')") ? "Space" : "Enter");
    }

    /// <summary>One stop for the group, then the arrows.</summary>
    private static async Task ChooseAsync(IPage page, ILocator radio, string name)
    {
        var group = $"input[type=radio][name='{await radio.GetAttributeAsync("name")}']";
        var stop = page.Locator($"{group}:checked");
        if (await stop.CountAsync() == 0) stop = page.Locator(group).First;
        await ReachAsync(page, stop.First, name);
        await page.Keyboard.PressAsync("Space");
        for (var arrow = 0; arrow < StopsMax && !await radio.IsCheckedAsync(); arrow++)
            await page.Keyboard.PressAsync("ArrowDown");
        Assert.True(await radio.IsCheckedAsync(), $"the arrows do not lead to '{name}' on {page.Url}");
    }
}
