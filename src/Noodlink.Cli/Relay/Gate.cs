namespace Noodlink.Cli.Relay;

/// <summary>Open or shut; who comes to a shut gate waits until it opens. Safe from any thread.</summary>
internal sealed class Gate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _shut;

    public bool IsOpen
    {
        get { lock (_lock) return _shut is null; }
    }

    public void Shut()
    {
        lock (_lock) _shut ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Open()
    {
        lock (_lock)
        {
            _shut?.SetResult();
            _shut = null;
        }
    }

    public Task PassAsync(CancellationToken stop)
    {
        lock (_lock) return _shut?.Task.WaitAsync(stop) ?? Task.CompletedTask;
    }
}
