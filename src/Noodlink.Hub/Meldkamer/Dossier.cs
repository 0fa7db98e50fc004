using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Meldkamer;

/// <summary>One version of one noodmelding, with everything that a forwarder may write down. Immutable, and the
/// same on every attempt: what a forwarder writes depends on nothing else.</summary>
internal sealed record Dossier
{
    /// <summary>Number of the noodmelding: <c>GR-WK1-0042</c>. An aanvulling is a version of the noodmelding it is
    /// about, also when that one has not come in yet.</summary>
    public required MessageNumber Number { get; init; }

    /// <summary>1, 2, … in order of forwarding.</summary>
    public required int Version { get; init; }

    /// <summary>Why there is this version.</summary>
    public required VersionCause Cause { get; init; }

    /// <summary>The message that made this version: the noodmelding itself, an aanvulling or an intrekking.</summary>
    public required MessageNumber Source { get; init; }

    public required MessageStatus Status { get; init; }

    /// <summary>All that is known now. Of an aanvulling without its noodmelding: only what it says.</summary>
    public required AlarmFacts Facts { get; init; }

    /// <summary>Of an aanvulling: what it changed. Null in other versions.</summary>
    public AlarmFacts? Changes { get; init; }

    /// <summary>False: "toelichting volgt".</summary>
    public required bool Complete { get; init; }

    /// <summary>The place may still be cut off: it came as the start of a text, without a postcode, road or
    /// position.</summary>
    public bool PlaceCut { get; init; }

    /// <summary>The versions before this one, oldest first.</summary>
    public ValueList<EarlierVersion> Earlier { get; init; } = [];

    public required StationCard Station { get; init; }

    public required HubCard Hub { get; init; }

    /// <summary>By the clock of the noodsteunpunt, which may be wrong; of what was typed in here, by ours.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>First commit of the source message at the hub.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>First commit of this version; it stays what it is, whatever is written again.</summary>
    public required DateTimeOffset Sent { get; init; }

    public CancelReason? CancelReason { get; init; }

    public string? CancelText { get; init; }

    /// <summary>How the source message came in first.</summary>
    public required BearerName Bearer { get; init; }

    /// <summary>People told it and staff typed it in: these are the words of who told it, as they were heard.</summary>
    public bool Entered { get; init; }

    /// <summary>Who told it: a role or a call name.</summary>
    public string? Caller { get; init; }

    /// <summary>Name of the files and identifier in CAP: <c>GR-WK1-0042</c>, then <c>GR-WK1-0042.2</c>.</summary>
    public string Identifier => IdentifierOf(Version);

    /// <summary>Danger to life yes, unknown or not known yet goes first (interfaces.md §3).</summary>
    public Precedence Precedence => Facts.DangerToLife == Danger.No ? Precedence.Emergency : Precedence.Flash;

    /// <summary>Where it is on the map, if anything says so: "hier" is where the noodsteunpunt is.</summary>
    public Rd? Rd => Facts.Location?.Rd ?? (Facts.Location?.Kind == LocationKind.Here ? Station.Rd : null);

    public string IdentifierOf(int version) => version == 1 ? $"{Number}" : $"{Number}.{version}";

    /// <summary>The dossier of a version as it stands in the database.</summary>
    /// <exception cref="FormatException">The database holds a number that is none.</exception>
    public static Dossier Of(VersionView view, StationCard station, HubCard hub)
    {
        var cancel = view.Source.Body as AlarmCancel;
        return new Dossier
        {
            Number = NumberOf(view.BaseNumber),
            Version = view.Version,
            Cause = view.Cause,
            Source = NumberOf(view.Source.Number),
            Status = view.Source.Status,
            Facts = view.Facts,
            Changes = (view.Source.Body as AlarmUpdate)?.Changes,
            Complete = view.Complete,
            PlaceCut = !view.Complete && view.Facts.Location is { } location && IsCut(location),
            Earlier = view.Earlier.ToValueList(),
            Station = station,
            Hub = hub,
            // Its electronic copy, with the station's own clock, may come between two attempts to write this down.
            CreatedAt = view.Source.Entry?.At ?? view.Source.CreatedAt,
            ReceivedAt = view.Source.StoredAt,
            Sent = view.Sent,
            CancelReason = cancel?.Reason,
            CancelText = cancel?.Text,
            Bearer = view.Source.Entry?.Bearer
                ?? (view.Source.Receptions is [var first, ..] ? first.Bearer : view.Source.Bearer ?? BearerName.Mqtt),
            Entered = view.Source.Entry is not null,
            Caller = view.Source.Entry?.Caller,
        };
    }

    // A core holds a coded place whole (Protocol/README.md); anything else is the start of a text, with an ellipsis
    // where it was cut, and more may follow.
    private static bool IsCut(Location location) =>
        location.Text?.EndsWith('…') == true
        || (location.Kind != LocationKind.Here && location.Rd is null && location.Postcode is null
            && (location.Road is null || location.Hectometre is null));

    private static MessageNumber NumberOf(string text) =>
        MessageNumber.TryParse(text, out var number) ? number : throw new FormatException($"'{text}' is not a number.");
}

/// <summary>The noodsteunpunt that made the noodmelding, as the stations file knows it.</summary>
/// <param name="Rd">Where the point stands.</param>
/// <param name="Contact">How the meldkamer or the coördinatiepunt reaches it: a portofoon channel or the
/// like.</param>
internal sealed record StationCard(
    StationId Id, string Name, string Gemeente, string? Address = null, Rd? Rd = null, string? Contact = null);

/// <summary>This coördinatiepunt.</summary>
internal sealed record HubCard(StationId Id, string Name, string? Contact = null);
