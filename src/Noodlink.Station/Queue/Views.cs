using Microsoft.Data.Sqlite;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Queue;

/// <summary>One message as people and programs see it: own or received, with everything that happened to it.</summary>
/// <remarks>A snapshot, immutable; safe to share between threads.</remarks>
public sealed record MessageView
{
    /// <summary>Order of commit at this station; at the hub the journal number.</summary>
    public required long Journal { get; init; }

    /// <summary>The number on screen and in the API: <c>GR-WK1-0042</c>.</summary>
    public required string Number { get; init; }

    /// <summary>Made by this station.</summary>
    public required bool Own { get; init; }

    /// <summary>The noodsteunpunt that it comes from or is for.</summary>
    public required string Station { get; init; }

    /// <summary>What it is.</summary>
    public required Kind Kind { get; init; }

    /// <summary>ECHT, OEFENING or TEST.</summary>
    public required MessageStatus Status { get; init; }

    /// <summary>Derived, never entered.</summary>
    public required Precedence Precedence { get; init; }

    /// <summary>How far it got (interfaces.md §5).</summary>
    public required MessageState State { get; init; }

    /// <summary>The label of interfaces.md §5, with the reason where there is one: "Geweigerd – nieuwere versie".</summary>
    public required string StateLabel { get; init; }

    /// <summary>Node, of a noodmelding under way: the hub was not heard since it left, on any bearer.</summary>
    public bool Unheard { get; init; }

    /// <summary>By the clock of who made it, which may be wrong.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>First commit here, by our clock.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>Null when it was wiped after its time, or when it could not be read (<see cref="MessageState.Refused"/>).</summary>
    public required MessageBody? Body { get; init; }

    /// <summary>False: "toelichting volgt".</summary>
    public required bool Complete { get; init; }

    /// <summary>Own: transmissions so far, all bearers.</summary>
    public int Attempts { get; init; }

    /// <summary>Own: the bearer of the last transmission. Received: of the first reception.</summary>
    public BearerName? Bearer { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    /// <summary>Own: the Device receipts, oldest first.</summary>
    public IReadOnlyList<Delivery> Deliveries { get; init; } = [];

    /// <summary>Received: every reception, oldest first.</summary>
    public IReadOnlyList<Reception> Receptions { get; init; } = [];

    /// <summary>Hub, of a noodmelding that people told as well: each account of it that is kept, the content first. Empty when
    /// it only came by machine.</summary>
    public IReadOnlyList<Account> Accounts { get; init; } = [];

    /// <summary>Hub: a later account says something worse than the content or names another place, and nobody has looked at
    /// that yet.</summary>
    public bool Differs { get; init; }

    /// <summary>Hub: typed in here on behalf of this noodsteunpunt; null when it came by machine first.</summary>
    public Account? Entry => Accounts is [{ Electronic: false } first, ..] ? first : null;

    /// <summary>Hub: what forwarders did, oldest first.</summary>
    public IReadOnlyList<Forwarding> Forwarding { get; init; } = [];

    /// <summary>Of a bulletin: the points that told that it hangs; at a hub those of all messages with these words.</summary>
    public IReadOnlyList<HungUp> HungUp { get; init; } = [];

    /// <summary>The other message with this number ("dubbel nummer"), or null.</summary>
    public string? SameNumberAs { get; init; }

    /// <summary>Hub: the role that handles it.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>Something was taken back: at the node red until read, at the hub until the next event.</summary>
    public bool Undone { get; init; }

    /// <summary>Node: refused or not passed on, and nobody here has said that they read why.</summary>
    public bool Unread { get; init; }

    /// <summary>The station withdrew it after the meldkamer knew.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>Somebody at the hub has a screen open, as far as the latest receipt told.</summary>
    public bool? ScreenOpenAtHub { get; init; }

    /// <summary>Numbers of messages that refer to this one (aanvulling, intrekking, vraag, antwoord), oldest first.</summary>
    public IReadOnlyList<string> ReferredBy { get; init; } = [];

    /// <summary>Node: a question that waits for an answer.</summary>
    public bool QuestionOpen { get; init; }

    /// <summary>Node, of an offer of help: it waits for the LAN, or until the hub asks for it.</summary>
    public bool Held { get; init; }

    /// <summary>Hub, under AfterReview: not yet released to forwarders.</summary>
    public bool AwaitsRelease { get; init; }

    /// <summary>Received and refused: the sealed bytes as they came in, for staff and for newer software.</summary>
    public IReadOnlyList<byte[]> Sealed { get; init; } = [];

    /// <summary>The meldkamer's own number, as told.</summary>
    public string? MeldkamerNumber { get; init; }
}

/// <param name="By">A role, a station id, or "systeem".</param>
/// <param name="Via">Bearer or meldkamer channel.</param>
/// <param name="Note">What was said; "implied" for a skipped state.</param>
/// <param name="Event">What happened, where that is no step of the state: <c>ReadAloud</c>. Null otherwise.</param>
public sealed record HistoryEntry(
    MessageState State, DateTimeOffset At, string By, string? Via, string? Note, string? Event = null);

/// <summary>What one telling of a noodmelding says.</summary>
/// <param name="Bearer">How it came.</param>
/// <param name="At">By our clock.</param>
/// <param name="OnBehalfOf">The noodsteunpunt.</param>
/// <param name="Caller">Who told it: a role or a call name.</param>
/// <param name="By">The role that typed it in; null of the electronic copy.</param>
/// <param name="Facts">Null: not here yet, not to be read, or wiped.</param>
/// <param name="Complete">False: the rest of the electronic copy is still to come.</param>
/// <param name="Electronic">It came by machine, sealed.</param>
public sealed record Account(
    BearerName Bearer, DateTimeOffset At, string OnBehalfOf, string? Caller, string? By, AlarmFacts? Facts, bool Complete,
    bool Electronic);

/// <summary>A Device receipt of the hub.</summary>
public sealed record Delivery(BearerName Bearer, DateTimeOffset At, bool Complete);

/// <summary>One reception of a message; the same message may come in often.</summary>
public sealed record Reception(BearerName Bearer, DateTimeOffset At, double? RssiDbm, double? SnrDb);

/// <summary>What a forwarder did with one version.</summary>
/// <param name="Outcome"><c>Written</c>, <c>Sent</c>, <c>Failed</c>.</param>
/// <param name="Detail">Dutch: why it failed; null when it did not.</param>
/// <param name="Stopped">Refused, not overtaken by a later version, and not tried again before a person asks for it.</param>
public sealed record Forwarding(
    string Forwarder, int Version, DateTimeOffset At, string Outcome, int Attempts, string? Detail, bool Stopped = false);

/// <summary>Where a version stands at a forwarder.</summary>
public enum ForwardingStand : byte
{
    /// <summary>It is tried again.</summary>
    Again = 0,

    /// <summary>It was handed over. Nothing changes that any more.</summary>
    Done = 1,

    /// <summary>The other side refused it: it waits for a person.</summary>
    Stopped = 2,
}

/// <summary>What a forwarder reports of one version.</summary>
/// <param name="Outcome"><c>Written</c>, <c>Sent</c>, <c>Failed</c>.</param>
/// <param name="Detail">Dutch: why it failed.</param>
/// <param name="Tried">False: there was no attempt, this only tells why.</param>
public sealed record ForwardingResult(ForwardingStand Stand, string Outcome, string? Detail = null, bool Tried = true);

/// <param name="States">Empty: all.</param>
/// <param name="Kinds">Empty: all but receipts.</param>
/// <param name="Limit">1-500.</param>
/// <param name="Before">Journal number to page on from, newest first.</param>
public sealed record MessageFilter(
    IReadOnlyList<MessageState> States, IReadOnlyList<Kind> Kinds, int Limit = 100, long? Before = null)
{
    /// <summary>Only what is for real, of an exercise, or a test; null: all.</summary>
    public MessageStatus? Status { get; init; }
}

/// <param name="Next">Give this to get the next page; null at the node when there is no more.</param>
public sealed record MessagePage(IReadOnlyList<MessageView> Items, long? Next);

/// <summary>What the hub knows of a station.</summary>
/// <param name="LastHeard">Per bearer, by the hub's clock.</param>
/// <param name="Waiting">From its latest heartbeat.</param>
/// <param name="Missing">Numbers that it has made and that are not here.</param>
/// <param name="ClockOffsetSeconds">Its clock minus ours, from its latest heartbeat.</param>
/// <param name="FailedOpens">Frames that named it and did not open, since start.</param>
/// <param name="Silent">Nothing heard for <c>Timers:SilentStationSeconds</c>.</param>
public sealed record StationView(
    int Number, string Id, string Name, string Gemeente, IReadOnlyDictionary<BearerName, DateTimeOffset> LastHeard,
    int? Waiting, int? OldestWaitingMinutes, IReadOnlyList<SerialRange> Missing, long? ClockOffsetSeconds,
    int FailedOpens, bool Silent)
{
    /// <summary>Offers of help that wait there for the LAN, by category, as its latest heartbeat counted them (255: or
    /// more). What came in is not among them.</summary>
    public IReadOnlyDictionary<HelpCategory, int> Offers { get; init; } = new Dictionary<HelpCategory, int>();
}

/// <summary>One version of a noodmelding that a forwarder still has to get (interfaces.md §4, spool).</summary>
/// <param name="Key">Row of the version; given back with the outcome.</param>
/// <param name="BaseNumber">Number of the noodmelding.</param>
/// <param name="Version">1, 2, … in order of forwarding.</param>
/// <param name="Source">The message that made this version: the noodmelding itself, an aanvulling or an intrekking.</param>
/// <param name="Cause">Why there is this version.</param>
/// <param name="Facts">All that is known in this version.</param>
/// <param name="Complete">False: "toelichting volgt".</param>
/// <param name="Sent">First commit of this version; never changes.</param>
/// <param name="Earlier">The versions before it: their number and when they were committed.</param>
/// <param name="Attempts">Failed attempts so far, by forwarder.</param>
public sealed record VersionView(
    long Key, string BaseNumber, int Version, MessageView Source, VersionCause Cause, AlarmFacts Facts, bool Complete,
    DateTimeOffset Sent, IReadOnlyList<EarlierVersion> Earlier, IReadOnlyDictionary<string, int> Attempts);

/// <summary>A version that was committed before this one.</summary>
public sealed record EarlierVersion(int Version, DateTimeOffset Sent);

/// <summary>What made a new version for the meldkamer.</summary>
public enum VersionCause : byte
{
    /// <summary>The noodmelding came in, whole or its core only.</summary>
    New = 1,

    /// <summary>The rest came in.</summary>
    Completed = 2,

    /// <summary>An aanvulling.</summary>
    Update = 3,

    /// <summary>An intrekking.</summary>
    Cancel = 4,
}

/// <summary>Own messages without a complete Device receipt.</summary>
/// <param name="Oldest">When the oldest of them was stored; null when nothing waits.</param>
/// <param name="Held">Offers of help that wait for the LAN; not counted in <paramref name="Many"/>.</param>
internal sealed record WaitingCount(int Many, DateTimeOffset? Oldest, int Held)
{
    public static WaitingCount Row(SqliteDataReader row) =>
        new(row.GetInt32(0), row.Long(1) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null, row.GetInt32(2));
}
