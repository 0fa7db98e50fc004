[assembly: TestCollectionOrderer("Noodlink.Tests.LongestFirst", "Noodlink.Apps.Tests")]

namespace Noodlink.Tests;

/// <summary>What begins first; see <see cref="LongestFirst"/>.</summary>
internal static class LongClasses
{
    /// <summary>Longest first: half a minute down to six seconds.</summary>
    public static readonly string[] Names =
    [
        nameof(Apps.Tests.Pages.BrowserTests), nameof(Apps.Tests.Pages.PrintTests),
        nameof(Apps.Tests.AccessRules.AccessTests), nameof(Apps.Tests.Meldkamer.HttpForwarderTests),
        nameof(Apps.Tests.Meldkamer.HandingOverTests), nameof(Apps.Tests.AccessRules.ScreenInTheHallTests),
        nameof(Apps.Tests.Pages.BrowserAwayTests), nameof(Apps.Tests.Hub.HubApiTests),
        nameof(Apps.Tests.Node.SilentModemTests), nameof(Apps.Tests.Node.EventTests),
        nameof(Apps.Tests.Hub.HandPageTests), nameof(Apps.Tests.Pages.MapPressTests),
        nameof(Apps.Tests.Pages.LowScreenTests), nameof(Apps.Tests.Node.PostTests),
        nameof(Apps.Tests.Hub.BulletinApiTests), nameof(Apps.Tests.Broker.ManagedBrokerTests),
        nameof(Apps.Tests.Broker.BrokerRightsTests),
    ];
}
