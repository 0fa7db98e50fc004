namespace Noodlink.Station;

/// <summary>What one reader still has to look at: each message once, however often it changed.</summary>
internal sealed class Watcher
{
    private const int PendingMax = 10_000;

    private readonly Lock _lock = new();
    private HashSet<long> _pending = [];
    private HashSet<string> _drafts = [];
    private bool _statusChanged;
    private bool _ended;
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(IReadOnlyCollection<long> journals, bool statusChanged, IReadOnlyCollection<string>? drafts = null)
    {
        lock (_lock)
        {
            _statusChanged |= statusChanged;
            if (!_ended)
            {
                _pending.UnionWith(journals);
                _drafts.UnionWith(drafts ?? []);
            }

            _ended |= _pending.Count + _drafts.Count > PendingMax;
            if (_ended) (_pending, _drafts) = ([], []);
            _signal.TrySetResult();
        }
    }

    /// <summary>Null when this reader fell too far behind.</summary>
    public async Task<Pending?> TakeAsync(CancellationToken cancel)
    {
        while (true)
        {
            Task signal;
            lock (_lock)
            {
                if (_ended) return null;
                if (_pending.Count > 0 || _drafts.Count > 0 || _statusChanged)
                {
                    var taken = new Pending([.. _pending.Order()], _statusChanged, _drafts);
                    (_pending, _drafts, _statusChanged) = ([], [], false);
                    return taken;
                }

                if (_signal.Task.IsCompleted)
                    _signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                signal = _signal.Task;
            }

            await signal.WaitAsync(cancel);
        }
    }

    /// <param name="Drafts">Ids.</param>
    public sealed record Pending(IReadOnlyList<long> Journals, bool StatusChanged, IReadOnlyCollection<string> Drafts);
}
