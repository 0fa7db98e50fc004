using System.Globalization;

namespace Noodlink.Scenarios.Ground;

/// <summary>A node or a hub as a process: started, killed, started again on the same data and the same port.</summary>
internal sealed class StationProgram(Scene scene, string name, string program, string dataDirectory) : IDisposable
{
    private const double StartSeconds = 30;

    private readonly List<Browser> _browsers = [];
    private RunningProgram? _process;

    public string DataDirectory { get; } = dataDirectory;

    public int Port { get; } = Ports.Free();

    public string LogPath => Path.Combine(scene.Directory, $"{name}.log");

    /// <summary>What it is started with; may be changed between two starts.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Also given to the process; may be changed between two starts.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>A program that becomes this one, with its first arguments: a small disk, another clock.</summary>
    public IReadOnlyList<string> Wrapper { get; set; } = [];

    public int Pid => _process!.Pid;

    public bool IsRunning => _process is { HasExited: false };

    public Browser Browser
    {
        get
        {
            if (_browsers.Count == 0) _browsers.Add(new Browser(Port));
            return _browsers[0];
        }
    }

    /// <summary>Returns when it says that it is ready.</summary>
    public async Task StartAsync()
    {
        await LaunchAsync();
        await ReadyAsync();
    }

    /// <summary>Returns as soon as the process is there.</summary>
    public async Task LaunchAsync()
    {
        Assert.False(IsRunning, $"{name} runs already");
        Settings["Urls"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");
        Settings["Station:DataDirectory"] = DataDirectory;
        string[] line = [.. Wrapper, program, .. Settings.Select(setting => $"--{setting.Key}={setting.Value}")];
        _process = await scene.StartAsync($"{name}.log", line[0], line[1..], Environment);
    }

    public Task ReadyAsync() => Wait.UntilAsync(
        $"{name} is ready", StartSeconds, async () =>
        {
            Assert.True(IsRunning, $"{name} ended by itself; see {LogPath}");
            return await Browser.IsReadyAsync();
        });

    /// <summary>As the power does it.</summary>
    public Task KillAsync() => _process!.KillAsync();

    public void Send(int signal) => _process!.Send(signal);

    /// <summary>Asks it to end; gives the exit code.</summary>
    public Task<int> TerminateAsync(double seconds)
    {
        _process!.Send(Signals.Terminate);
        return _process.EndAsync(seconds);
    }

    /// <summary>Waits for an end that comes by itself; gives the exit code.</summary>
    public Task<int> EndAsync(double seconds) => _process!.EndAsync(seconds);

    public void Dispose()
    {
        foreach (var browser in _browsers) browser.Dispose();
    }
}
