using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

/// <summary>Everything beside the noodmelding, as <see cref="TourTests"/>; two classes, so that they run side by side.</summary>
public sealed class TourBesideTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("beside")]
    [InlineData("shift")]
    [InlineData("exercise")]
    public Task Every_state_can_be_read_and_used_by_everybody(string leg) => Scene.PlayAsync(output, async scene =>
    {
        var region = Village.Create(scene);
        // Red after a quarter of a minute instead of four whole ones.
        region.Node.Program.Settings["Timers:UnconfirmedRadioSeconds"] = "15";
        await region.StartAsync();
        await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
        var look = new TourLook(person);
        if (leg == "exercise")
        {
            await using var staff = await Operator.SitDownAsync(chromium, region.Hub.Program);
            var atHub = new TourLook(staff);
            await Tour.AnnounceAsync(staff, atHub.AtAsync);
            Assert.True(atHub.Found.Count == 0, string.Join('\n', atHub.Found));
        }

        await new Tour(region, person, look.AtAsync).WalkAsync(leg);
        Assert.True(look.Found.Count == 0, string.Join('\n', look.Found));
    });
}
