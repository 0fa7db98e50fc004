using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>Every noodsteunpunt: when it was last heard and how it is. A silent one is a finding.</summary>
internal sealed class StationsPage(Desk desk, HubGauges gauges, OffersPanel offers, TimeProvider time)
{
    private const int ClockOffsetSecondsMax = 120;

    public Task GetAsync(HttpContext context)
    {
        var now = time.GetUtcNow();
        var status = desk.Status;
        return Layout.WriteAsync(context, "Noodsteunpunten", Html.Of($"""
            <h1>Noodsteunpunten</h1>
            {gauges.Of(now)}
            <div class="scroll" id="noodsteunpunten" data-live><table>
            {TableHead.Of(
                "Noodsteunpunt", "Gemeente", "Laatst gehoord", "Wacht daar", "Mist hier", "Klok", "Niet te openen")}
            <tbody>{desk.Stations.Select(station => Row(station, now))}</tbody>
            </table></div>
            {offers.Of(context, now)}
            <h2>Geweigerd en onbekend</h2>
            <div class="scroll" id="geweigerd" data-live>{Refusals(status)}</div>
            """));
    }

    private static Html Row(StationView station, DateTimeOffset now) => Html.Of($"""
        <tr class="{(station.Silent ? "red" : "")}">
        <td>{station.Name} <span class="number">{station.Id}</span></td><td>{station.Gemeente}</td>
        <td>{(station.Silent ? "▲ stil. " : "")}{Heard(station, now)}</td>
        <td>{Waiting(station)}</td><td>{Missing(station)}</td><td>{Clock(station)}</td>
        <td>{(station.FailedOpens == 0 ? "" : $"{station.FailedOpens}")}</td>
        </tr>
        """);

    private static string Heard(StationView station, DateTimeOffset now) => station.LastHeard.Count == 0
        ? "nog niet"
        : string.Join(", ", station.LastHeard.OrderByDescending(pair => pair.Value).Select(
            pair => $"{MessageLabels.Of(pair.Key)} {Ago.Moment(pair.Value, now)}"));

    private static string Waiting(StationView station) => station.Waiting switch
    {
        null => "onbekend",
        0 => "niets",
        { } count => station.OldestWaitingMinutes is { } minutes
            ? $"{count}, de oudste {Ago.Text(TimeSpan.FromMinutes(minutes))}" : $"{count}",
    };

    private static string Missing(StationView station) => station.Missing.Count == 0 ? "niets"
        : string.Join(", ", station.Missing.Select(
            range => range.First == range.Last ? $"{range.First:0000}" : $"{range.First:0000} t/m {range.Last:0000}"));

    private static string Clock(StationView station) => station.ClockOffsetSeconds switch
    {
        null => "onbekend",
        { } seconds when Math.Abs(seconds) <= ClockOffsetSecondsMax => "gelijk",
        { } seconds => $"▲ {Ago.Text(TimeSpan.FromSeconds(Math.Abs(seconds)))} {(seconds > 0 ? "voor" : "achter")}",
    };

    private static Html Refusals(StationStatus status) => status.Refused.Count == 0
        ? Html.Of($"<p>Er is niets geweigerd sinds de start.</p>")
        : Html.Of($"""
            <table>{TableHead.Of("Waarom", "Hoe vaak")}<tbody>
            {status.Refused.OrderByDescending(pair => pair.Value).Select(
                pair => Html.Of($"<tr><td>{Words(pair.Key)}</td><td>{pair.Value}</td></tr>"))}
            </tbody></table><p>Het laatst: {status.LastRefused}</p>
            """);

    private static string Words(string reason) => reason switch
    {
        "unknownStation" => "Onbekende afzender: dit nummer staat niet in de lijst",
        "notGenuine" => "Onbekende afzender: noemt zich een noodsteunpunt, maar de sleutel klopt niet",
        "wrongSender" => "Noemt zich een ander noodsteunpunt dan het is",
        "malformed" => "Onleesbaar",
        "repeatedSignal" => "Herhaald signaal",
        "unreadableSignal" => "Signaal dat dit programma niet kent",
        "unreadable" => "Bericht dat dit programma niet kent",
        "storageFailed" => "Kon niet op de schijf",
        "programFault" => "Fout in dit programma",
        _ => reason,
    };
}
