using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

/// <summary>The noodmelding and every state of it: axe finds nothing, and <c>tests/run.sh --screenshots DIR</c>
/// keeps a picture of each.</summary>
public sealed class TourTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("sending")]
    [InlineData("following")]
    [InlineData("nothing gets through")]
    public Task Every_state_can_be_read_and_used_by_everybody(string leg) =>
        Scene.PlayAsync(output, scene => WalkAsync(scene, chromium, leg, _ => Task.CompletedTask));

    /// <summary>One leg, with a look at each state.</summary>
    /// <param name="before">What is looked at first, while the programs run.</param>
    internal static async Task WalkAsync(Scene scene, Chromium chromium, string leg, Func<Region, Task> before)
    {
        var region = Village.Create(scene);
        // Red after a quarter of a minute instead of four whole ones.
        region.Node.Program.Settings["Timers:UnconfirmedRadioSeconds"] = "15";
        await region.StartAsync();
        await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
        await before(region);
        var look = new TourLook(person);
        await new Tour(region, person, look.AtAsync).WalkAsync(leg);
        Assert.True(look.Found.Count == 0, string.Join('\n', look.Found));
    }
}
