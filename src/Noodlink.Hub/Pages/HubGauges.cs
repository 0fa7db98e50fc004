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
            {Gauge(Words.Hub_GaugeWaits, status.Waiting == 0 ? Words.Bar_WaitingNone : $"{status.Waiting}", "")}
            {Gauge(Words.Bar_Clock, DutchTime.Time(now), "")}
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
        if (lan is null) return Gauge(Words.Hub_Network, Words.Hub_IsOff, "");
        var broker = services.GetService<ManagedBroker>()?.Status;
        return broker is { Up: false } ? Gauge(Words.Hub_Network, Words.Hub_BrokerDown, "bad")
            : Gauge(Words.Hub_Network, lan.Up ? Words.Label_LinkQualityGood : Words.Hub_NoLink, lan.Up ? "" : "bad");
    }

    private static Html Radio(BearerStatus? radio) =>
        Gauge(Words.Bar_Radio, RadioText.Of(radio), radio is { Up: false } or { Silent: true } ? "bad" : "");

    private Html Stations(DateTimeOffset now)
    {
        var all = desk.Stations;
        var silent = all.Count(station => station.Silent);
        var heard = all.SelectMany(station => station.LastHeard.Values).DefaultIfEmpty().Max();
        var words = heard == default ? Say.It(Words.Hub_NothingHeard, all.Count)
            : Say.It(Words.Hub_LastHeard, all.Count, Ago.Moment(heard, now));
        return Gauge(Words.Hub_Stations, silent == 0 ? words : Say.It(Words.Hub_Silent, words, silent), silent == 0 ? "" : "bad");
    }

    private Html Offers() => desk.Stations.Sum(station => station.Offers.Values.Sum()) is var count and > 0
        ? Gauge(Words.Hub_Offers, Say.It(Words.Hub_OffersHeld, count), "") : Html.Empty;

    private Html File() => stations.Status.Readable ? Html.Empty
        : Gauge(
            Words.Hub_List, Say.It(Words.Hub_ListUnreadable, stations.Status.Stations), "bad");

    private static Html Storage(StationStatus status) =>
        status.Storage.Healthy && string.IsNullOrEmpty(status.Storage.Detail) ? Html.Empty
        : Gauge(Words.Bar_Storage, status.Storage.Detail, status.Storage.Healthy ? "wait" : "bad");

    private static Html Unknown(StationStatus status) => UnknownSenders(status) is var count and > 0
        ? Gauge(Words.Hub_UnknownSender, Say.It(Words.Hub_Times, count), "wait") : Html.Empty;

    private static Html Refused(StationStatus status) =>
        status.Refused.Values.Sum() - UnknownSenders(status) is var count and > 0
            ? Gauge(Words.State_Refused, Say.It(Words.Hub_RefusedLast, count, status.LastRefused), "wait") : Html.Empty;

    private static Html Gauge(string name, string words, string css) => Html.Of(
        $"""<div class="{css}"><dt>{name}</dt><dd>{words}</dd></div>""");
}
