namespace Noodlink.Station;

/// <summary>What one reader still has to look at: each message once, however often it changed.</summary>
internal sealed class Watcher
{
    private const int PendingMax = 10_000;

    private readonly Lock _lock = new();
    private HashSet<long> _pending = [];
    private bool _statusChanged;
    private bool _ended;
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(IReadOnlyCollection<long> journals, bool statusChanged)
    {
        lock (_lock)
        {
            _statusChanged |= statusChanged;
            if (!_ended) _pending.UnionWith(journals);
            _ended |= _pending.Count > PendingMax;
            if (_ended) _pending = [];
            _signal.TrySetResult();
        }
    }

    /// <summary>Null when this reader fell too far behind.</summary>
    public async Task<(IReadOnlyList<long> Journals, bool StatusChanged)?> TakeAsync(CancellationToken cancel)
    {
        while (true)
        {
            Task signal;
            lock (_lock)
            {
                if (_ended) return null;
                if (_pending.Count > 0 || _statusChanged)
                {
                    var taken = (IReadOnlyList<long>)[.. _pending.Order()];
                    var changed = _statusChanged;
                    _pending = [];
                    _statusChanged = false;
                    return (taken, changed);
                }

                if (_signal.Task.IsCompleted)
                    _signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                signal = _signal.Task;
            }

            await signal.WaitAsync(cancel);
        }
    }
}
