using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Noodlink.Scenarios.Ground;

/// <summary>What systemd is to a program: a datagram socket that it reports to.</summary>
internal sealed class Systemd : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly List<string> _heard = [];
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;

    public Systemd(Scene scene, StationProgram program, TimeSpan? watchdog = null)
    {
        var name = Path.Combine(scene.Directory, string.Create(CultureInfo.InvariantCulture, $"notify-{program.Port}"));
        _socket.Bind(new UnixDomainSocketEndPoint(name));
        program.Environment["NOTIFY_SOCKET"] = name;
        if (watchdog is { } within)
            program.Environment["WATCHDOG_USEC"] =
                ((long)within.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);
        _listening = ListenAsync();
    }

    /// <summary>Every line so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate) return [.. _heard.SelectMany(text => text.Split('\n'))];
        }
    }

    /// <summary>How often it was told that the program lives.</summary>
    public int SignsOfLife => Lines.Count(line => line == "WATCHDOG=1");

    public Task<TimeSpan> HearsAsync(string line, double seconds) => Wait.UntilAsync(
        $"the service manager hears {line}; so far: {string.Join(" | ", Lines.TakeLast(8))}", seconds,
        () => Lines.Any(heard => heard.StartsWith(line, StringComparison.Ordinal)));

    /// <summary>Two more signs of life: the first may have been on its way.</summary>
    public async Task LivesAsync(double seconds)
    {
        var before = SignsOfLife;
        await Wait.UntilAsync("the program says that it lives", seconds, () => SignsOfLife >= before + 2);
    }

    /// <summary>Until no sign of life came for that long.</summary>
    public async Task FallsSilentAsync(TimeSpan forThatLong, double seconds)
    {
        var (last, since) = (SignsOfLife, TimeProvider.System.GetTimestamp());
        await Wait.UntilAsync($"no sign of life for {forThatLong.TotalSeconds} s", seconds, () =>
        {
            if (SignsOfLife != last) (last, since) = (SignsOfLife, TimeProvider.System.GetTimestamp());
            return TimeProvider.System.GetElapsedTime(since) > forThatLong;
        });
    }

    public void Dispose()
    {
        _stop.Cancel();
        _socket.Dispose();
        _listening.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[4096];
        while (true)
        {
            var count = await _socket.ReceiveAsync(buffer, _stop.Token);
            lock (_gate) _heard.Add(Encoding.UTF8.GetString(buffer.AsSpan(0, count)));
        }
    }
}
