using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;

namespace Noodlink.Station.Stations;

/// <summary>One noodsteunpunt as the coördinatiepunt knows it.</summary>
/// <remarks>Holds two secrets; <see cref="ToString"/> shows neither.</remarks>
/// <param name="Number">1..65534, unique in the region, hubs included.</param>
/// <param name="Id">What people say; unique too, and the name of its account at the broker.</param>
/// <param name="Name">The building: "Wijkgebouw De Schakel".</param>
/// <param name="Gemeente">Where it stands.</param>
/// <param name="Rd"><c>x,y</c> in whole metres, EPSG:28992; null: not known.</param>
/// <param name="Key">Shared with the station; the same text stands in its key file.</param>
/// <param name="MqttPassword">Of its account at the broker.</param>
/// <param name="Address">For the sheet: where a person finds it; null: not known.</param>
/// <param name="Contact">For the sheet: how it is reached, a portofoon channel or the like; null: not known.</param>
public sealed record StationEntry(
    ushort Number, StationId Id, string Name, string Gemeente, string? Rd, StationKey Key, string MqttPassword,
    string? Address = null, string? Contact = null)
{
    public override string ToString() => $"{Id} ({Number})";
}
