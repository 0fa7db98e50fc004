using Microsoft.Playwright;

namespace Noodlink.Scenarios.Screens;

/// <summary>A page by the keyboard alone.</summary>
internal static class Keys
{
    private const int StopsMax = 150;

    /// <summary>Empty: the focus is on the target. Otherwise what is wrong with where it is, or "on": Tab goes on.</summary>
    private const string Look =
        """
        target => {
          const e = document.activeElement;
          if (e === target) return '';
          if (!e || e === document.body) return 'on';
          const style = getComputedStyle(e), box = e.getBoundingClientRect();
          const around = e.closest('label') ? getComputedStyle(e.closest('label')) : style;
          const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none'
            || around.outlineStyle !== 'none' || around.boxShadow !== 'none';
          return marked && box.bottom > 0 && box.top < innerHeight ? 'on' : e.outerHTML.slice(0, 200);
        }
        """;

    /// <summary>Goes there with Tab. On the way each stop must be where it can be seen, and marked.</summary>
    public static async Task ReachAsync(IPage page, ILocator target, string name)
    {
        await target.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        for (var stop = 0; stop < StopsMax; stop++)
        {
            var seen = await target.EvaluateAsync<string>(Look);
            if (seen.Length == 0) return;
            Assert.True(seen == "on", $"on {page.Url} Tab stops at what is not marked or not in sight: {seen}");
            await page.Keyboard.PressAsync("Tab");
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
