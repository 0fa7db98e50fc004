[assembly: TestCollectionOrderer("Noodlink.Tests.LongestFirst", "Noodlink.Station.Tests")]

namespace Noodlink.Tests;

/// <summary>What begins first; see <see cref="LongestFirst"/>.</summary>
internal static class LongClasses
{
    /// <summary>Longest first: twenty seconds down to three.</summary>
    public static readonly string[] Names =
    [
        nameof(Station.Tests.Bearers.MqttBearerTests), nameof(Station.Tests.Modems.ModemDriverTests),
        nameof(Station.Tests.Modems.CommandLineTests), nameof(Station.Tests.Slots.DividedTimeTests),
        nameof(Station.Tests.Modems.AirTests), nameof(Station.Tests.Stations.ManyWaitingTests),
        nameof(Station.Tests.Stations.OneWayTests), nameof(Station.Tests.Stations.IntakeFuzz),
        nameof(Station.Tests.Stations.StormTests), nameof(Station.Tests.Salvage.SalvageProperties),
        nameof(Station.Tests.Radio.RadioOverAirTests), nameof(Station.Tests.Stations.NodeMirrorProperties),
        nameof(Station.Tests.Stations.CourierTests), nameof(Station.Tests.Stations.DraftTests),
        nameof(Station.Tests.Stations.BrokenLinkTests), nameof(Station.Tests.Stations.LateStickTests),
    ];
}
