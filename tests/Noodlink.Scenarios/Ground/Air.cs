using System.Globalization;

namespace Noodlink.Scenarios.Ground;

/// <summary><c>noodlink air</c>: radios on pseudo-terminals, with real time on air, and cables to pull.</summary>
internal sealed class Air
{
    private readonly RunningProgram _process;
    private readonly string _directory, _dialect;

    private Air(RunningProgram process, string directory, string dialect)
    {
        _process = process;
        _directory = directory;
        _dialect = dialect;
    }

    public string LogPath => _process.LogPath;

    /// <param name="speed">How much faster than the real air.</param>
    /// <param name="reach">Who hears whom, as <c>--reach</c> says it.</param>
    public static async Task<Air> StartAsync(Scene scene, int ports = 2, string dialect = "kiss", double speed = 1,
        string reach = "all")
    {
        var directory = Path.Combine(scene.Directory, "air");
        var process = await scene.StartAsync(
            "air.log", Repository.CommandLine,
            [
                "air", "--ports", ports.ToString(CultureInfo.InvariantCulture), "--modem", dialect, "--dir", directory,
                "--speed", speed.ToString(CultureInfo.InvariantCulture),
                "--reach", reach, "--seed", scene.Seed.ToString(CultureInfo.InvariantCulture), "--verbose",
            ]);
        await Wait.UntilAsync(
            "the simulated air is ready", 20,
            () => Enumerable.Range(0, ports).All(port => Path.Exists(Path.Combine(directory, $"radio{port}"))));
        return new Air(process, directory, dialect);
    }

    /// <summary>As <c>Radio:Modem</c> wants it.</summary>
    public string Modem(int port) => $"{_dialect}:{Path.Combine(_directory, $"radio{port}")}";

    /// <summary>What stands behind the link of a port; null while it is unplugged.</summary>
    public string? Device(int port) => new FileInfo(Path.Combine(_directory, $"radio{port}")).LinkTarget;

    /// <summary>One control line: <c>unplug 1</c>, <c>loss 0.5</c>.</summary>
    public async Task SayAsync(string line)
    {
        await _process.Input.WriteLineAsync(line);
        await _process.Input.FlushAsync();
    }
}
