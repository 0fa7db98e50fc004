using System.Net;
using System.Net.Sockets;

namespace Noodlink.Benchmarks.Programs;

/// <summary>Where one load runs: a directory of its own and the programs in it. All are ended, and the directory is
/// removed, when it is disposed.</summary>
internal sealed class Ground(TextWriter progress) : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("noodlink-bench-");
    private readonly List<StationProgram> _programs = [];

    public TextWriter Progress { get; } = progress;

    public string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);

    public string NewDirectory(string name) => _directory.CreateSubdirectory(name).FullName;

    public void Say(string what) => Progress.WriteLine($"  .. {what}");

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts one of our programs; it is ended with the ground, if not before.</summary>
    public async Task<StationProgram> StartAsync(string program, int port, params string[] arguments)
    {
        var log = Path($"{program}-{_programs.Count}.log");
        var started = await StationProgram.StartAsync(program, port, log, arguments);
        _programs.Add(started);
        return started;
    }

    /// <summary>What the programs said last, for who looks for the fault.</summary>
    public string LogTails() => string.Join('\n', _programs.Select(program => program.LogTail()));

    public async ValueTask DisposeAsync()
    {
        // The latest first: nodes before their hub.
        foreach (var program in Enumerable.Reverse(_programs)) await program.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
