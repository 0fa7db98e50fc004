namespace Noodlink.Hub.Meldkamer;

/// <summary>A way to hand noodmeldingen to the meldkamer: files in a folder, or a POST over HTTPS.</summary>
/// <remarks>
/// What every forwarder promises, and what its contract suite checks: a version is handed over at most once,
/// however often it is offered; a refusal by the world (disk, network, peer) is an outcome with a reason that a person
/// understands, never an exception; nothing half-written is ever visible on the other side; no forwarder needs another.
/// A forwarder may take as long as its disk or its peer, so each has a loop of its own and never holds up the station.
/// It is called by one loop at a time.
/// </remarks>
internal abstract class Forwarder
{
    /// <summary>As configured; also the key under which attempts are kept.</summary>
    public abstract string Name { get; }

    /// <summary>Nothing leaves this machine, so exercises and tests may always go here.</summary>
    public abstract bool StaysHere { get; }

    /// <summary>A version waits until the ones before it are handed over or refused: the other side takes them as they
    /// come. False: the other side looks for the highest.</summary>
    public abstract bool KeepsOrder { get; }

    /// <summary>Hands over one version, or says why not. The same dossier may be offered again at any time.</summary>
    /// <param name="cancel">Ends waiting, never a half-made hand-over.</param>
    public abstract ValueTask<ForwardOutcome> ForwardAsync(Dossier dossier, CancellationToken cancel);
}

/// <summary>What became of a version. A closed set; not one means that a person at the meldkamer knows.</summary>
internal abstract record ForwardOutcome
{
    private ForwardOutcome() { }

    /// <summary>The other side's own words, shown to staff and not logged; null: it said nothing.</summary>
    public string? Said { get; init; }

    /// <summary>It stands there, complete: now, or already before.</summary>
    public sealed record Written : ForwardOutcome;

    /// <summary>The other side says that it has it.</summary>
    public sealed record Sent : ForwardOutcome;

    /// <summary>Not now. It is tried again.</summary>
    /// <param name="Reason">In Dutch: shown to staff.</param>
    /// <param name="DiskFull">On this machine's disk there was no room for it.</param>
    public sealed record Failed(string Reason, bool DiskFull = false) : ForwardOutcome;

    /// <summary>The other side does not want it like this. It is not tried again before a person asks for it.</summary>
    /// <param name="Reason">In Dutch: shown to staff.</param>
    public sealed record Refused(string Reason) : ForwardOutcome;

    /// <summary>Nothing was tried: the other side is away, for everything.</summary>
    /// <param name="Reason">In Dutch: what went wrong last.</param>
    /// <param name="For">How long there is no use in offering anything.</param>
    public sealed record Resting(string Reason, TimeSpan For) : ForwardOutcome;
}
