using System.Diagnostics;

namespace Noodlink.Scenarios.Ground;

/// <summary>One process that the scene started, from its start to its end.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;

    private RunningProgram(Process process, string logPath)
    {
        _process = process;
        LogPath = logPath;
    }

    public int Pid => _process.Id;

    public string LogPath { get; }

    public bool HasExited => _process.HasExited;

    public StreamWriter Input => _process.StandardInput;

    /// <param name="program">Full path.</param>
    public static async Task<RunningProgram> StartAsync(
        string program, IEnumerable<string> arguments, string logPath,
        IReadOnlyDictionary<string, string>? environment = null) =>
        new(await Nursery.StartAsync(program, arguments, logPath, environment), logPath);

    /// <summary>As the power does it.</summary>
    public async Task KillAsync()
    {
        Signals.Send(Pid, Signals.Kill);
        await EndAsync();
    }

    public void Send(int signal) => Signals.Send(Pid, signal);

    /// <summary>Waits for its end and gives its exit code; 128 + n for signal n.</summary>
    public async Task<int> EndAsync(double seconds = 10)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{_process.StartInfo.ArgumentList[7]} ({Pid}) did not end within {seconds} s");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // A stopped process dies of this too.
            Signals.Send(Pid, Signals.Kill);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
