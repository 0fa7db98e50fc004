namespace Noodlink.Station;

/// <summary>The loops of a program, and which of them hang.</summary>
/// <remarks>All members may be called from any thread.</remarks>
public sealed class LifeSigns
{
    /// <summary>A loop that has not turned for this long since it was asked hangs. Chosen: twice the longest wait that
    /// any of them makes on purpose (5 s for a lock of the database, for the next try to connect).</summary>
    public static readonly TimeSpan HungAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private LifeSign[] _all = [];

    /// <summary>Every loop that is watched.</summary>
    public IReadOnlyList<LifeSign> All => Volatile.Read(ref _all);

    /// <summary>Watches these as well.</summary>
    public void Add(params IEnumerable<LifeSign> signs)
    {
        lock (_gate) Volatile.Write(ref _all, [.. _all, .. signs]);
    }

    /// <summary>Asks every loop for a sign.</summary>
    public void Ask()
    {
        foreach (var sign in All) sign.Ask();
    }

    /// <summary>Those that have not answered for this long, the longest silent first.</summary>
    public IReadOnlyList<(string Name, TimeSpan Silence)> SilentFor(TimeSpan atLeast) =>
    [
        .. from sign in All
           let silence = sign.Silence
           where silence > TimeSpan.Zero && silence >= atLeast
           orderby silence descending
           select (sign.Name, silence),
    ];
}
