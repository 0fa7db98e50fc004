using Microsoft.Playwright;

namespace Noodlink.Scenarios.Screens;

/// <summary>A page by the keyboard alone.</summary>
internal static class Keys
{
    private const int StopsMax = 150;

    private const string Visible =
        """
        e => {
          const style = getComputedStyle(e), box = e.getBoundingClientRect();
          const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none';
          const label = e.closest('label'), around = label && getComputedStyle(label);
          return box.bottom > 0 && box.top < innerHeight
            && (marked || around && (around.outlineStyle !== 'none' || around.boxShadow !== 'none'));
        }
        """;

    /// <summary>Goes there with Tab. On the way each stop must be where it can be seen, and marked.</summary>
    public static async Task ReachAsync(IPage page, ILocator target, string name)
    {
        await target.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        for (var stop = 0; stop < StopsMax; stop++)
        {
            if (await target.EvaluateAsync<bool>("e => e === document.activeElement")) return;
            await page.Keyboard.PressAsync("Tab");
            var focus = page.Locator("*:focus");
            if (await focus.CountAsync() == 0) continue;
            Assert.True(
                await focus.First.EvaluateAsync<bool>(Visible),
                $"on {page.Url} Tab stops at what is not marked or not in sight: "
                + await focus.First.EvaluateAsync<string>("e => e.outerHTML.slice(0, 200)"));
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
