using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages;

/// <summary>How this point is doing, on top of the start page: a form or a list never hides it.</summary>
internal static class Gauges
{
    // domain.md §3b: a clock more than two minutes off is said aloud.
    private const int ClockOffsetSecondsMax = 120;

    public static Html Of(StationStatus status, DateTimeOffset now)
    {
        var heard = status.LastHeardAt.Values.DefaultIfEmpty().Max();
        return Html.Of($"""
            <dl class="gauges" id="stand-van-zaken" data-live>
            {Link(status)}
            {Gauge("Wacht", Waiting(status, now), status.Waiting > 0 ? "wait" : "")}
            {Radio(status.Bearers.GetValueOrDefault(BearerName.Radio))}
            {Clock(status, now)}
            {Gauge(
                "Coördinatiepunt gehoord", heard == default ? "nog niet" : $"om {Ago.Moment(heard, now)}",
                heard == default ? "wait" : "")}
            {Watching(status)}
            {Storage(status)}
            {Refused(status)}
            </dl>
            """);
    }

    private static Html Link(StationStatus status)
    {
        var up = status.Bearers.Where(pair => pair.Value.Up).Select(pair => MessageLabels.Of(pair.Key)).ToList();
        return Gauge(
            "Verbinding", up.Count == 0 ? "geen – melden kan wel" : string.Join(" en ", up),
            up.Count == 0 ? "bad" : "");
    }

    private static string Waiting(StationStatus status, DateTimeOffset now) =>
        status.Waiting == 0 ? "niets"
        : status.OldestWaitingSince is { } since
            ? $"{status.Waiting}, de oudste {Ago.Text(now - since)}" : $"{status.Waiting}";

    private static Html Radio(BearerStatus? radio) =>
        Gauge("Radio", RadioText.Of(radio), radio is { Up: false } or { Silent: true } ? "bad" : "");

    private static Html Clock(StationStatus status, DateTimeOffset now)
    {
        var off = TimeSpan.FromSeconds(Math.Abs(status.ClockOffsetSeconds ?? 0));
        return off.TotalSeconds <= ClockOffsetSecondsMax ? Gauge("Klok", DutchTime.Time(now), "")
            : Gauge("Klok", $"{DutchTime.Time(now)} – wijkt {Ago.Text(off)} af", "bad");
    }

    private static Html Watching(StationStatus status) => status.ScreenOpenAtHub is { } open
        ? Gauge("Scherm daar", open ? "staat open" : "niet open", open ? "" : "wait") : Html.Empty;

    private static Html Storage(StationStatus status) =>
        status.Storage.Healthy && string.IsNullOrEmpty(status.Storage.Detail) ? Html.Empty
        : Gauge("Opslag", status.Storage.Detail, status.Storage.Healthy ? "wait" : "bad");

    private static Html Refused(StationStatus status) =>
        status.Refused.Values.Sum() is var count and > 0 ? Gauge("Geweigerde berichten", $"{count}", "wait")
            : Html.Empty;

    private static Html Gauge(string name, string words, string css) => Html.Of(
        $"""<div class="{css}"><dt>{name}</dt><dd>{words}</dd></div>""");
}
