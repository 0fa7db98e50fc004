using Noodlink.Hub.Broker;
using Noodlink.Hub.Stations;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;

namespace Noodlink.Hub.Pages;

/// <summary>How the coördinatiepunt itself is doing: what does not come in is not seen in a list.</summary>
internal sealed class HubGauges(Desk desk, StationsFile stations, IServiceProvider services)
{
    public Html Of(DateTimeOffset now)
    {
        var status = desk.Status;
        return Html.Of($"""
            <dl class="gauges" id="stand-van-zaken" data-live>
            {Lan(status.Bearers.GetValueOrDefault(BearerName.Mqtt))}
            {Radio(status.Bearers.GetValueOrDefault(BearerName.Radio))}
            {Stations(now)}
            {Offers()}
            {Gauge("Wacht", status.Waiting == 0 ? "niets" : $"{status.Waiting}", "")}
            {Gauge("Klok", DutchTime.Time(now), "")}
            {File()}
            {Storage(status)}
            {Unknown(status)}
            {Refused(status)}
            </dl>
            """);
    }

    /// <summary>Frames that came from nobody we know, or from someone who claims to be one of ours.</summary>
    public static long UnknownSenders(StationStatus status) =>
        status.Refused.GetValueOrDefault("unknownStation") + status.Refused.GetValueOrDefault("notGenuine");

    private Html Lan(BearerStatus? lan)
    {
        if (lan is null) return Gauge("Netwerk", "staat uit", "");
        var broker = services.GetService<ManagedBroker>()?.Status;
        return broker is { Up: false } ? Gauge("Netwerk", "de berichtendienst start niet", "bad")
            : Gauge("Netwerk", lan.Up ? "goed" : "geen verbinding", lan.Up ? "" : "bad");
    }

    private static Html Radio(BearerStatus? radio) =>
        Gauge("Radio", RadioText.Of(radio), radio is { Up: false } or { Silent: true } ? "bad" : "");

    private Html Stations(DateTimeOffset now)
    {
        var all = desk.Stations;
        var silent = all.Count(station => station.Silent);
        var heard = all.SelectMany(station => station.LastHeard.Values).DefaultIfEmpty().Max();
        var words = heard == default ? $"{all.Count}, nog niets gehoord"
            : $"{all.Count}, laatst gehoord {Ago.Moment(heard, now)}";
        return Gauge("Noodsteunpunten", silent == 0 ? words : $"{words}. Stil: {silent}", silent == 0 ? "" : "bad");
    }

    private Html Offers() => desk.Stations.Sum(station => station.Offers.Values.Sum()) is var count and > 0
        ? Gauge("Hulpaanbod", $"{count} bij noodsteunpunten, niet opgevraagd", "") : Html.Empty;

    private Html File() => stations.Status.Readable ? Html.Empty
        : Gauge("Lijst van noodsteunpunten", $"niet te lezen; de oude lijst geldt ({stations.Status.Stations})", "bad");

    private static Html Storage(StationStatus status) =>
        status.Storage.Healthy && string.IsNullOrEmpty(status.Storage.Detail) ? Html.Empty
        : Gauge("Opslag", status.Storage.Detail, status.Storage.Healthy ? "wait" : "bad");

    private static Html Unknown(StationStatus status) => UnknownSenders(status) is var count and > 0
        ? Gauge("Onbekende afzender", $"{count} keer", "wait") : Html.Empty;

    private static Html Refused(StationStatus status) =>
        status.Refused.Values.Sum() - UnknownSenders(status) is var count and > 0
            ? Gauge("Geweigerd", $"{count}, het laatst: {status.LastRefused}", "wait") : Html.Empty;

    private static Html Gauge(string name, string words, string css) => Html.Of(
        $"""<div class="{css}"><dt>{name}</dt><dd>{words}</dd></div>""");
}
