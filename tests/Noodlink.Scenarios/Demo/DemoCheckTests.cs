namespace Noodlink.Scenarios.Demo;

/// <summary>deploy/demo.sh --check: real programs, a real broker, the radio in real time. Beside the other tests of the
/// demonstration, because it mostly waits for the air.</summary>
public sealed class DemoCheckTests
{
    [Fact]
    public async Task The_check_passes_and_nothing_stays_behind()
    {
        using var demo = new Demonstration(Demonstration.FreePortBase(), "--check");

        var code = await demo.EndAsync(TimeSpan.FromSeconds(240));

        Assert.True(code == 0, demo.Said);
        Assert.Contains(
            "arrived exactly once, unchanged, in the feed and for the meldkamer.", demo.Said, StringComparison.Ordinal);
        Assert.Empty(demo.Running);
        Assert.Empty(demo.FilesLeft);
    }
}
