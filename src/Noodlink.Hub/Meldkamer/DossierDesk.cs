using Noodlink.Hub.Stations;
using Noodlink.Protocol.Messages;
using Noodlink.Station;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Meldkamer;

/// <summary>Makes the dossier of a version: what the database knows, and who the station is.</summary>
internal sealed class DossierDesk(StationSetup setup, StationsFile stations)
{
    /// <summary>Null when the number cannot be read.</summary>
    public Dossier? Find(VersionView version)
    {
        if (!MessageNumber.TryParse(version.BaseNumber, out _) || !StationId.TryParse(version.Source.Station, out var id))
            return null;
        return Dossier.Of(
            version, CardOf(id),
            new HubCard(setup.Identity.Id, setup.Station.Name, Blank(setup.Station.Contact)));
    }

    /// <summary>A station that is no longer in the file keeps its id on the sheet.</summary>
    private StationCard CardOf(StationId id)
    {
        if (id == setup.Identity.Id) return OwnCard();
        var entry = stations.Current.List.Entries.FirstOrDefault(known => known.Id == id);
        return entry is null
            ? new StationCard(id, id.ToString(), "")
            : new StationCard(id, entry.Name, entry.Gemeente, entry.Address, StationSetup.Position(entry.Rd), entry.Contact);
    }

    /// <summary>Of somebody at our own desk.</summary>
    private StationCard OwnCard() => new(
        setup.Identity.Id, setup.Station.Name, setup.Station.Gemeente, Blank(setup.Station.Address),
        StationSetup.Position(setup.Station.Rd), Blank(setup.Station.Contact));

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
