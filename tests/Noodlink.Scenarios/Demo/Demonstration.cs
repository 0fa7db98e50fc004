using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Noodlink.Scenarios.Demo;

/// <summary>deploy/demo.sh on the programs that were built for these tests, in a folder and on ports of its own.</summary>
internal sealed class Demonstration : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("noodlink-scenario-");
    private readonly ConcurrentQueue<string> _said = new();
    private readonly Process _process;

    public Demonstration(int portBase, params string[] arguments)
    {
        string[] all =
        [
            Path.Combine(Root(), "deploy", "demo.sh"), "--programs", AppContext.BaseDirectory.TrimEnd('/'),
            "--port-base", $"{portBase}", .. arguments,
        ];
        var start = new ProcessStartInfo("bash", all)
        {
            WorkingDirectory = "/", RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment["TMPDIR"] = _folder.FullName;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Pid => _process.Id;

    /// <summary>Everything it said so far.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>What is left in its folder.</summary>
    public IEnumerable<string> FilesLeft => _folder.EnumerateFileSystemInfos().Select(info => info.Name);

    /// <summary>Processes that have its folder in their command line.</summary>
    public IReadOnlyList<string> Running =>
        [.. Directory.EnumerateDirectories("/proc").Select(CommandLine)
            .Where(line => line.Contains(_folder.FullName, StringComparison.Ordinal))];

    /// <summary>Ports in a row that nobody listens on, below those that the system hands out by itself.</summary>
    public static int FreePortBase()
    {
        while (true)
        {
            var from = Random.Shared.Next(2000, 3000) * 10;
            if (new[] { 1, 2, 3, 10 }.All(offset => IsFree(from + offset))) return from;
        }
    }

    /// <summary>A key, as if pressed.</summary>
    public async Task PressAsync(string key)
    {
        await _process.StandardInput.WriteAsync(key);
        await _process.StandardInput.FlushAsync();
    }

    public async Task UntilItSaysAsync(string text)
    {
        await UntilAsync(
            () => Said.Contains(text, StringComparison.Ordinal) || _process.HasExited, TimeSpan.FromSeconds(60));
        Assert.Contains(text, Said, StringComparison.Ordinal);
    }

    /// <summary>The exit code; what it said is all there.</summary>
    public async Task<int> EndAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async Task UntilAsync(Func<bool> isTrue, TimeSpan patience)
    {
        var limit = Stopwatch.StartNew();
        while (!isTrue())
        {
            if (limit.Elapsed > patience)
                Assert.Fail($"Not within {patience}. It said:\n{Said}\nRunning:\n{string.Join('\n', Running)}");
            await Task.Delay(Interval);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Hear(string? line)
    {
        if (line is not null) _said.Enqueue(line);
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Noodlink.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No Noodlink.sln above {AppContext.BaseDirectory}.");
    }
}
