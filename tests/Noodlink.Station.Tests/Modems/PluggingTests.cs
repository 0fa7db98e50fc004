using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>A device that is plugged in, and a host that opens it in the same moment.</summary>
public sealed class PluggingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_host_writes_while_the_device_comes_up_is_read_by_a_modem_that_has_started(bool elsewhere)
    {
        using var directory = new TemporaryDirectory();
        HastyHost? modem = null;
        using var port = new AirPort(
            TimeProvider.System, Path.Combine(directory.Path, "radio0"), _ => modem = new HastyHost());
        modem!.Link = port.Link;
        if (!elsewhere) port.Unplug();
        if (elsewhere) port.PlugElsewhere();
        else port.PlugAgain();

        await Bearers.Until.True(() => modem.Heard.Contains("read"), () => string.Join(", ", modem.Heard));
        Assert.Equal(["power", "started", "read"], modem.Heard.SkipWhile(what => what != "power").Take(3));
    }

    /// <summary>A modem that, while it gets its power, is written to by a host that saw its device appear.</summary>
    private sealed class HastyHost : IEmulatedModem
    {
        private readonly Lock _gate = new();
        private readonly List<string> _heard = [];
        private ModemLine? _host;

        public string Link { get; set; } = "";

        public IReadOnlyList<string> Heard
        {
            get { lock (_gate) return [.. _heard]; }
        }

        public ModemFault Fault { get; set; }

        public ReadOnlyMemory<byte> Chatter => default;

        public void FromHost(ReadOnlySpan<byte> bytes) => Add("read");

        public void Reboot() => Add("started");

        public void Hang(bool isHung)
        {
            Add(isHung ? "no power" : "power");
            if (isHung) return;
            (_host, var fault) = SerialPort.Open(Link, 115_200);
            Assert.True(_host is not null, fault);
            Assert.Equal(1, _host.Write("?"u8));

            // Room for a modem that would read too early; the others pay it.
            _ = SpinWait.SpinUntil(() => Heard.Contains("read"), TimeSpan.FromMilliseconds(250));
        }

        private void Add(string what)
        {
            lock (_gate) _heard.Add(what);
        }
    }
}
