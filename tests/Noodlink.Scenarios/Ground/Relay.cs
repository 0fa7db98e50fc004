using System.Globalization;

namespace Noodlink.Scenarios.Ground;

/// <summary><c>noodlink relay</c>: the LAN in front of a broker, with a cable that can be pulled or cut.</summary>
internal sealed class Relay
{
    private readonly RunningProgram _process;

    private Relay(RunningProgram process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>Where programs connect instead of to the broker.</summary>
    public int Port { get; }

    public static async Task<Relay> StartAsync(Scene scene, int brokerPort)
    {
        var port = Ports.Free();
        var log = string.Create(CultureInfo.InvariantCulture, $"relay-{port}.log");
        var process = await scene.StartAsync(
            log, Repository.CommandLine,
            [
                "relay", "--listen", port.ToString(CultureInfo.InvariantCulture),
                "--to", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{brokerPort}"),
                "--seed", scene.Seed.ToString(CultureInfo.InvariantCulture),
            ]);
        var relay = new Relay(process, port);
        await relay.AnsweredAsync("ready");
        return relay;
    }

    /// <summary>Nothing comes through any more, and nothing is closed.</summary>
    public Task HangAsync() => SayAsync("hang");

    /// <summary>All connections are closed and new ones refused.</summary>
    public Task CutAsync() => SayAsync("cut");

    public Task ResumeAsync() => SayAsync("resume");

    /// <param name="loss">Chance that a packet must be sent again.</param>
    /// <param name="seconds">Delay, one way.</param>
    public async Task WeatherAsync(double loss, double seconds)
    {
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"loss {loss}"));
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"delay {seconds * 1000}"));
    }

    /// <summary>Returns when it is done.</summary>
    private async Task SayAsync(string line)
    {
        var before = Answers(line);
        await _process.Input.WriteLineAsync(line);
        await _process.Input.FlushAsync();
        await Wait.UntilAsync($"the relay did '{line}'", 10, () => Answers(line) > before);
    }

    private Task AnsweredAsync(string word) => Wait.UntilAsync($"the relay is {word}", 20, () => Answers(word) > 0);

    private int Answers(string word) =>
        !File.Exists(_process.LogPath) ? 0
        : File.ReadLines(_process.LogPath).Count(line => line.StartsWith(word, StringComparison.Ordinal));
}
