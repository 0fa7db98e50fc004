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
        return Layout.WriteAsync(context, Words.Hub_Stations, Html.Of($"""
            <h1>{Words.Hub_Stations}</h1>
            {gauges.Of(now)}
            <div class="scroll" id="noodsteunpunten" data-live><table>
            {TableHead.Of(
                Words.Frame_Point, Words.Settings_Gemeente, Words.HubStations_Heard, Words.HubStations_Waits,
                Words.HubStations_Missing, Words.Bar_Clock, Words.HubStations_NotOpened)}
            <tbody>{desk.Stations.Select(station => Row(station, now))}</tbody>
            </table></div>
            {offers.Of(context, now)}
            <h2>{Words.HubStations_Refused}</h2>
            <div class="scroll" id="geweigerd" data-live>{Refusals(status)}</div>
            """));
    }

    private static Html Row(StationView station, DateTimeOffset now) => Html.Of($"""
        <tr class="{(station.Silent ? "red" : "")}">
        <td>{station.Name} <span class="number">{station.Id}</span></td><td>{station.Gemeente}</td>
        <td>{(station.Silent ? $"▲ {Words.HubStations_Silent} " : "")}{Heard(station, now)}</td>
        <td>{Waiting(station)}</td><td>{Missing(station)}</td><td>{Clock(station)}</td>
        <td>{(station.FailedOpens == 0 ? "" : $"{station.FailedOpens}")}</td>
        </tr>
        """);

    private static string Heard(StationView station, DateTimeOffset now) => station.LastHeard.Count == 0
        ? Words.Bar_HeardNever
        : string.Join(", ", station.LastHeard.OrderByDescending(pair => pair.Value).Select(
            pair => $"{MessageLabels.Of(pair.Key)} {Ago.Moment(pair.Value, now)}"));

    private static string Waiting(StationView station) => station.Waiting switch
    {
        null => Words.Label_Unknown,
        0 => Words.Bar_WaitingNone,
        { } count => station.OldestWaitingMinutes is { } minutes
            ? Say.It(Words.HubStations_Oldest, count, Ago.Text(TimeSpan.FromMinutes(minutes))) : $"{count}",
    };

    private static string Missing(StationView station) => station.Missing.Count == 0 ? Words.Bar_WaitingNone
        : string.Join(", ", station.Missing.Select(
            range => range.First == range.Last ? $"{range.First:0000}" : Say.It(Words.Disk_Range, $"{range.First:0000}", $"{range.Last:0000}")));

    private static string Clock(StationView station) => station.ClockOffsetSeconds switch
    {
        null => Words.Label_Unknown,
        { } seconds when Math.Abs(seconds) <= ClockOffsetSecondsMax => Words.HubStations_Equal,
        { } seconds => "▲ " + Say.It(
            seconds > 0 ? Words.HubStations_Ahead : Words.HubStations_Behind,
            Ago.Text(TimeSpan.FromSeconds(Math.Abs(seconds)))),
    };

    private static Html Refusals(StationStatus status) => status.Refused.Count == 0
        ? Html.Of($"<p>{Words.HubStations_NothingRefused}</p>")
        : Html.Of($"""
            <table>{TableHead.Of(Words.HubStations_Why, Words.HubStations_HowOften)}<tbody>
            {status.Refused.OrderByDescending(pair => pair.Value).Select(
                pair => Html.Of($"<tr><td>{Reason(pair.Key)}</td><td>{pair.Value}</td></tr>"))}
            </tbody></table><p>{Say.It(Words.HubStations_Last, status.LastRefused)}</p>
            """);

    private static string Reason(string reason) => reason switch
    {
        "unknownStation" => Words.HubStations_UnknownStation,
        "notGenuine" => Words.HubStations_NotGenuine,
        "wrongSender" => Words.HubStations_WrongSender,
        "malformed" => Words.HubStations_Malformed,
        "repeatedSignal" => Words.HubStations_Repeated,
        "unreadableSignal" => Words.HubStations_UnknownSignal,
        "unreadable" => Words.HubStations_UnknownMessage,
        "storageFailed" => Words.HubStations_StorageFailed,
        "programFault" => Words.HubStations_ProgramFault,
        _ => reason,
    };
}
