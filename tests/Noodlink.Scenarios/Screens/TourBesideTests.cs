using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

/// <summary>Everything beside the noodmelding, as <see cref="TourTests"/>; two classes, so that they run side by
/// side.</summary>
public sealed class TourBesideTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("beside")]
    [InlineData("shift")]
    [InlineData("exercise")]
    public Task Every_state_can_be_read_and_used_by_everybody(string leg) => Scene.PlayAsync(
        output, scene => TourTests.WalkAsync(
            scene, chromium, leg, region => leg == "exercise" ? AnnounceAsync(region) : Task.CompletedTask));

    // What staff fill in before there is an exercise.
    private async Task AnnounceAsync(Region region)
    {
        await using var staff = await Operator.SitDownAsync(chromium, region.Hub.Program);
        var look = new TourLook(staff);
        await Tour.AnnounceAsync(staff, look.AtAsync);
        Assert.True(look.Found.Count == 0, string.Join('\n', look.Found));
    }
}
