namespace Noodlink.Station.Tests.Modems;

/// <summary>Notes when a thread of this process, or its pool, came later than asked: a machine that is busy with
/// something else, told from a fault in what is tested.</summary>
internal static class LateWatch
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100), Late = TimeSpan.FromMilliseconds(250);
    private static readonly Lock Gate = new();
    private static readonly Queue<(long At, string What)> Lines = new();
    private static readonly ManualResetEvent Never = new(initialState: false);
    private static bool _hasBegun;

    /// <summary>Once is enough.</summary>
    public static void Begin()
    {
        lock (Gate)
        {
            if (_hasBegun) return;
            _hasBegun = true;
        }

        new Thread(Watch) { IsBackground = true, Name = "late watch" }.Start();
    }

    public static IReadOnlyList<(long At, string What)> Since(long timestamp)
    {
        lock (Gate) return [.. Lines.Where(line => line.At >= timestamp)];
    }

    private static void Watch()
    {
        while (true)
        {
            var asked = TimeProvider.System.GetTimestamp();
            _ = Never.WaitOne(Tick);
            Came("a thread", asked, Tick);
            var queued = TimeProvider.System.GetTimestamp();
            _ = ThreadPool.UnsafeQueueUserWorkItem(_ => Came("work of the pool", queued, TimeSpan.Zero), state: null);
        }
    }

    private static void Came(string who, long since, TimeSpan asked)
    {
        var late = TimeProvider.System.GetElapsedTime(since) - asked;
        if (late < Late) return;
        var what = FormattableString.Invariant($"         (this machine: {who} came {late.TotalSeconds:0.00} s late)");
        lock (Gate)
        {
            Lines.Enqueue((TimeProvider.System.GetTimestamp(), what));
            if (Lines.Count > 1000) _ = Lines.Dequeue();
        }
    }
}
