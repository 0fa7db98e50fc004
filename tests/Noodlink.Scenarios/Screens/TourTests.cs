using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

/// <summary>Every main state of the screens: axe finds nothing, and <c>tests/run.sh --screenshots DIR</c> keeps a picture
/// of each.</summary>
public sealed class TourTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    private const string PicturesVariable = "NOODLINK_SCREENSHOTS"; // tests/run.sh --screenshots

    [Fact]
    public Task Every_state_of_the_screens_can_be_read_and_used_by_everybody() => Scene.PlayAsync(output, async scene =>
    {
        var region = Village.Create(scene);
        await region.StartAsync();
        await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
        await using var dark = await Operator.SitDownAsync(chromium, region.Node.Program, Seat.Dark);
        await using var contrast = await Operator.SitDownAsync(chromium, region.Node.Program, Seat.HighContrast);
        await using var phone = await Operator.SitDownAsync(chromium, region.Node.Program, Seat.Phone);
        var found = new List<string>();
        await new Tour(region, person, LookAsync).WalkAsync();
        Assert.True(found.Count == 0, string.Join('\n', found));

        async Task LookAsync(string state)
        {
            found.AddRange(await AxeCheck.FindAsync(person, state));
            await PictureAsync(person, state);
            foreach (var other in (Operator[])[dark, contrast, phone])
            {
                await other.Page.GotoAsync(person.Page.Url);
                if (other != phone) found.AddRange(await AxeCheck.FindAsync(other, state, coloursOnly: true));
                found.AddRange(await SizesAsync(other, state));
                await PictureAsync(other, state);
            }

            found.AddRange(await SizesAsync(person, state));
        }
    });

    [Fact]
    public Task What_cannot_be_read_or_pressed_is_found() => Scene.PlayAsync(output, async scene =>
    {
        var region = Village.Create(scene);
        await region.Node.Program.StartAsync();
        await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
        await person.GoAsync("/");
        await person.Page.EvaluateAsync(
            "() => document.querySelector('main').innerHTML = '<h1>Begin</h1><button><img src=/x.svg></button><p>grijs</p>'");
        await person.Page.EvaluateAsync("() => document.querySelector('main p').style.color = '#bbbbbb'");

        var found = string.Join('\n', await AxeCheck.FindAsync(person, "spoiled"));
        Assert.Contains("button-name", found, StringComparison.Ordinal);
        Assert.Contains("color-contrast", found, StringComparison.Ordinal);
        Assert.NotEmpty(await Walk.TooSmallAsync(person));
    });

    private static async Task<IEnumerable<string>> SizesAsync(Operator person, string state)
    {
        var wide = await Walk.TooWideAsync(person);
        var small = await Walk.TooSmallAsync(person);
        return
        [
            .. wide > 0 ? [$"{state} ({person.Seat.Name}), {person.Page.Url} is {wide} px too wide"] : (string[])[],
            .. small.Select(each => $"{state} ({person.Seat.Name}), {person.Page.Url}: too small for a glove: {each}"),
        ];
    }

    private static async Task PictureAsync(Operator person, string state)
    {
        if (Environment.GetEnvironmentVariable(PicturesVariable) is not { Length: > 0 } directory) return;
        var name = $"{state}-{person.Seat.Name.Replace(' ', '-')}.png";
        await person.Page.ScreenshotAsync(new() { Path = Path.Combine(directory, name), FullPage = person.Seat.IsPhone });
    }
}
