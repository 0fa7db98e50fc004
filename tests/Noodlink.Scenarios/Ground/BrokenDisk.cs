using System.Globalization;

namespace Noodlink.Scenarios.Ground;

// A disk that answers with an error, for one process and for as long as the test wants: strace stands between the program
// and the kernel and gives EIO in place of what the call would have said. No compiler, no rights but over our own
// processes, and the files stay whole for whoever looks at them afterwards.

/// <summary>A disk that fails under a running program.</summary>
internal sealed class BrokenDisk : IAsyncDisposable
{
    /// <summary>As SQLite and .NET flush.</summary>
    public const string Flushes = "fsync,fdatasync";

    private readonly RunningProgram _strace;

    private BrokenDisk(RunningProgram strace) => _strace = strace;

    /// <param name="calls">Which of them fail.</param>
    /// <param name="path">Only on this file; null: on every file.</param>
    /// <param name="once">The first only; else all until <see cref="DisposeAsync"/>.</param>
    public static async Task<BrokenDisk> UnderAsync(Scene scene, int pid, string calls, string? path = null, bool once = false)
    {
        var log = string.Create(CultureInfo.InvariantCulture, $"strace-{Guid.NewGuid():N}.log");
        string[] only = path is null ? [] : ["-P", path];
        var strace = await scene.StartAsync(
            log, "/usr/bin/strace",
            [
                "-f", "-p", pid.ToString(CultureInfo.InvariantCulture), .. only, "-e", $"trace={calls}", "-e",
                $"inject={calls}:error=EIO{(once ? ":when=1" : "")}",
            ]);
        await Wait.UntilAsync("strace holds the program", 10, () => HasAttached(strace.LogPath));
        return new BrokenDisk(strace);
    }

    /// <summary>The disk works again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_strace.HasExited) return;
        _strace.Send(Signals.Terminate);
        await _strace.EndAsync();
    }

    private static bool HasAttached(string log)
    {
        try
        {
            return File.ReadAllText(log).Contains("attached", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}

/// <summary>A test under strace; visibly skipped where that is not installed or not allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrokenDiskFactAttribute : FactAttribute
{
    public BrokenDiskFactAttribute()
    {
        if (!File.Exists("/usr/bin/strace")) Skip = "strace is not installed (Debian: apt-get install strace)";
        else if (!Environment.IsPrivilegedProcess) Skip = "only root may be sure to trace a program that it did not start";
    }
}
