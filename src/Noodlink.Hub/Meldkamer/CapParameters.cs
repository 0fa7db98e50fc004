using System.Globalization;
using Noodlink.Protocol;
using Noodlink.Protocol.Messages;

namespace Noodlink.Hub.Meldkamer;

/// <summary>The coded fields for machines, under the names and values of our own API (interfaces.md §3). A list
/// gives one parameter per item; what was not entered gives none, and an answer "unknown" is
/// <c>Unknown</c>.</summary>
internal static class CapParameters
{
    public static IEnumerable<(string Name, string Value)> Of(Dossier dossier) =>
    [
        .. About(dossier),
        .. Facts(dossier.Facts),
        .. dossier.Facts.Location is { } location ? Place(location) : [],
    ];

    private static IEnumerable<(string Name, string Value)> About(Dossier dossier)
    {
        yield return ("number", $"{dossier.Number}");
        yield return ("version", $"{dossier.Version}");
        yield return ("cause", $"{dossier.Cause}");
        yield return ("message", $"{dossier.Source}");
        yield return ("precedence", $"{dossier.Precedence}");
        yield return ("complete", dossier.Complete ? "true" : "false");
        yield return ("createdAt", CapWriter.Time(dossier.CreatedAt));
        yield return ("receivedAt", CapWriter.Time(dossier.ReceivedAt));
        yield return ("bearer", $"{dossier.Bearer}");
        yield return ("station", $"{dossier.Station.Id}");
        yield return ("station.name", dossier.Station.Name);
        yield return ("station.gemeente", dossier.Station.Gemeente);
        if (dossier.CancelReason is { } reason) yield return ("cancelReason", $"{reason}");
    }

    private static IEnumerable<(string Name, string Value)> Facts(AlarmFacts facts) =>
    [
        .. Each("services", facts.Services),
        .. One("type", facts.Type),
        .. One("dangerToLife", facts.DangerToLife),
        .. One("victims", facts.Victims),
        .. One("unresponsive", facts.Unresponsive),
        .. One("trapped", facts.Trapped),
        .. One("children", facts.Children),
        .. Each("hazards", facts.Hazards),
        .. One("access", facts.Access),
        .. One("guide", facts.Guide),
        .. Each("actions", facts.Actions),
        .. One("source", facts.Source),
        .. One("reporter", facts.Reporter),
        .. Text("language", facts.Language),
        .. Each("barriers", facts.Barriers),
        .. One("occurredAgoMinutes", facts.OccurredAgoMinutes),
        .. Each("vulnerableSites", facts.VulnerableSites),
        .. Text("text", facts.Text),
    ];

    private static IEnumerable<(string Name, string Value)> Place(Location location) =>
    [
        ("location.kind", $"{location.Kind}"),
        ("location.certainty", $"{location.Certainty}"),
        .. Text("location.street", location.Street),
        .. Text("location.number", location.Number),
        .. Text("location.postcode", location.Postcode),
        .. Text("location.place", location.Place),
        .. Text("location.gemeente", location.Gemeente),
        .. Text("location.road", location.Road),
        .. Text("location.hectometre", location.Hectometre?.ToString("0.0##", CultureInfo.InvariantCulture)),
        .. One("location.side", location.Side),
        .. Text("location.towards", location.Towards),
        .. Text("location.spot", location.Spot),
        .. Text("location.rd", location.Rd is { } rd ? $"{rd.X},{rd.Y}" : null),
        .. Text("location.text", location.Text),
    ];

    private static IEnumerable<(string Name, string Value)> Each<T>(string name, ValueList<T>? values)
        where T : notnull =>
        values?.Select(value => (name, $"{value}")) ?? [];

    private static IEnumerable<(string Name, string Value)> One<T>(string name, T? value) where T : struct =>
        value is { } there ? [(name, $"{there}")] : [];

    private static IEnumerable<(string Name, string Value)> Text(string name, string? value) =>
        string.IsNullOrEmpty(value) ? [] : [(name, value)];
}
