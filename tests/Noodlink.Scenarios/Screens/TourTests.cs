using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

/// <summary>Every main state of the screens: axe finds nothing, and <c>tests/run.sh --screenshots DIR</c> keeps a picture
/// of each.</summary>
public sealed class TourTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    private const string PicturesVariable = "NOODLINK_SCREENSHOTS"; // tests/run.sh --screenshots

    [Theory]
    [InlineData("sending")]
    [InlineData("following")]
    [InlineData("beside")]
    [InlineData("shift")]
    [InlineData("exercise")]
    [InlineData("nothing gets through")]
    public Task Every_state_of_the_screens_can_be_read_and_used_by_everybody(string leg) => Scene.PlayAsync(output, async scene =>
    {
        var region = Village.Create(scene);
        // Red after a quarter of a minute instead of four whole ones.
        region.Node.Program.Settings["Timers:UnconfirmedRadioSeconds"] = "15";
        await region.StartAsync();
        await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
        var found = new List<string>();
        await new Tour(region, person, LookAsync).WalkAsync(leg);
        Assert.True(found.Count == 0, string.Join('\n', found));

        async Task LookAsync(string state)
        {
            foreach (var seat in (Seat[])[Seat.Laptop, Seat.Dark, Seat.HighContrast, Seat.Phone])
            {
                await person.MoveToAsync(seat);
                if (seat != Seat.Phone)
                    found.AddRange(await AxeCheck.FindAsync(person, state, coloursOnly: seat != Seat.Laptop));
                if (seat == Seat.Laptop || seat == Seat.Phone) found.AddRange(await SizesAsync(person, state));
                await PictureAsync(person, state);
            }

            await person.MoveToAsync(Seat.Laptop);
        }
    });

    [Fact]
    public Task Every_page_that_a_link_leads_to_can_be_read_and_used_by_everybody() => Scene.PlayAsync(output, async scene =>
    {
        var region = Village.Create(scene);
        await region.Node.Program.StartAsync();
        await region.Node.SendAsync(Letters.Alarm("er staat al iets"));
        await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
        var found = new List<string>();
        var pages = await Walk.EverywhereAsync(person, async path => found.AddRange(await AxeCheck.FindAsync(person, path)));
        output.WriteLine($"{pages.Count} pages: {string.Join(' ', pages)}");
        Assert.True(found.Count == 0, string.Join('\n', found));
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
