[assembly: TestCollectionOrderer("Noodlink.Tests.LongestFirst", "Noodlink.Scenarios")]

namespace Noodlink.Tests;

/// <summary>What begins first; see <see cref="LongestFirst"/>.</summary>
internal static class LongClasses
{
    /// <summary>Longest first: two minutes down to half of one.</summary>
    public static readonly string[] Names =
    [
        nameof(Scenarios.Links.LossyLanTests), nameof(Scenarios.Modems.ModemTroubleTests),
        nameof(Scenarios.Screens.TourTests), nameof(Scenarios.Screens.TourBesideTests),
        nameof(Scenarios.Screens.TabsTests), nameof(Scenarios.Screens.SendingTests),
        nameof(Scenarios.Disk.DamagedFileTests), nameof(Scenarios.Screens.MinuteTests),
        nameof(Scenarios.Screens.MorningTests), nameof(Scenarios.Screens.AxeTests),
        nameof(Scenarios.Screens.InjectionTests), nameof(Scenarios.Screens.SoundTests),
        nameof(Scenarios.Demo.DemoCheckTests), nameof(Scenarios.Links.LinkTests),
        nameof(Scenarios.Service.WatchdogTests), nameof(Scenarios.Clock.ClockTests),
        nameof(Scenarios.Disk.FullDiskTests), nameof(Scenarios.Disk.BrokenDiskTests),
        nameof(Scenarios.Foreign.ForeignFrameTests), nameof(Scenarios.Links.SickBrokerTests),
        nameof(Scenarios.Demo.DemoTests), nameof(Scenarios.Disk.MovedHubTests), nameof(Scenarios.Relays.RelayTests),
        nameof(Scenarios.Memory.ForgetfulHubTests), nameof(Scenarios.Memory.TwoLivesTests),
    ];
}
