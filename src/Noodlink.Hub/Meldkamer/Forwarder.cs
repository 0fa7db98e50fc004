namespace Noodlink.Hub.Meldkamer;

/// <summary>A way to hand noodmeldingen to the meldkamer: files in a folder now, HTTPS later.</summary>
/// <remarks>
/// What every forwarder promises, and what its contract suite checks: a version is handed over at most once,
/// however often it is offered; a refusal by the world (disk, network, peer) is a <see
/// cref="ForwardOutcome.Failed"/> with a reason that a person understands, never an exception; nothing half-written
/// is ever visible on the other side; no forwarder needs another. A forwarder may take as long as its disk or its
/// peer, so each has a loop of its own and never holds up the station. It is called by one loop at a time.
/// </remarks>
internal abstract class Forwarder
{
    /// <summary>As configured; also the key under which attempts are kept.</summary>
    public abstract string Name { get; }

    /// <summary>Nothing leaves this machine, so exercises and tests may always go here.</summary>
    public abstract bool StaysHere { get; }

    /// <summary>Hands over one version, or says why not. The same dossier may be offered again at any time.</summary>
    /// <param name="cancel">Ends waiting, never a half-made hand-over.</param>
    public abstract ValueTask<ForwardOutcome> ForwardAsync(Dossier dossier, CancellationToken cancel);
}

/// <summary>What became of a version. A closed set; neither means that a person at the meldkamer knows.</summary>
internal abstract record ForwardOutcome
{
    private ForwardOutcome() { }

    /// <summary>It stands there, complete: now, or already before.</summary>
    public sealed record Written : ForwardOutcome;

    /// <summary>Not now. It is tried again.</summary>
    /// <param name="Reason">In Dutch: shown to staff.</param>
    /// <param name="DiskFull">On this machine's disk there was no room for it.</param>
    public sealed record Failed(string Reason, bool DiskFull = false) : ForwardOutcome;
}
