using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Noodlink.Scenarios.Ground.LongestFirst", "Noodlink.Scenarios")]

namespace Noodlink.Scenarios.Ground;

/// <summary>The classes that wait longest begin first, so that no thread sits alone with one of them at the end. A class
/// that is not named here comes later, in the order of its name: the same every time.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>Longest first: two minutes down to half of one.</summary>
    private static readonly string[] Long =
    [
        nameof(Links.LossyLanTests), nameof(Modems.ModemTroubleTests), nameof(Screens.TourTests),
        nameof(Screens.TourBesideTests), nameof(Screens.TabsTests), nameof(Screens.SendingTests),
        nameof(Disk.DamagedFileTests), nameof(Screens.MinuteTests), nameof(Screens.MorningTests),
        nameof(Screens.AxeTests), nameof(Screens.InjectionTests), nameof(Screens.SoundTests),
        nameof(Demo.DemoCheckTests), nameof(Links.LinkTests), nameof(Service.WatchdogTests), nameof(Clock.ClockTests),
        nameof(Disk.FullDiskTests), nameof(Disk.BrokenDiskTests), nameof(Disk.MovedHubTests), nameof(Relays.RelayTests),
        nameof(Memory.ForgetfulHubTests), nameof(Memory.TwoLivesTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(Rank).ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);

    private static int Rank(ITestCollection collection)
    {
        var rank = Array.FindIndex(
            Long, name => collection.DisplayName.EndsWith($".{name}", StringComparison.Ordinal));
        return rank < 0 ? Long.Length : rank;
    }
}
