using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;
using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>The line itself: half writes, hang-ups, ports that are none.</summary>
public sealed class ModemLineTests
{
    [Fact]
    public void A_write_that_fits_only_half_goes_on_where_it_stopped()
    {
        using var directory = new TemporaryDirectory();
        using var terminal = PseudoTerminal.Create(Path.Combine(directory.Path, "port"));
        var (line, fault) = SerialPort.Open(Path.Combine(directory.Path, "port"), 115_200);
        Assert.Null(fault);
        using var port = line!;

        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);
        var arrived = new List<byte>();
        var buffer = new byte[4096];
        int written = 0, halves = 0;
        for (var idle = 0; arrived.Count < bytes.Length && idle < 1_000_000; idle++)
        {
            var count = port.Write(bytes.AsSpan(written));
            if (count < bytes.Length - written) halves++;
            written += count;
            for (int read; (read = terminal.Line.Read(buffer)) > 0;) arrived.AddRange(buffer.AsSpan(0, read));
        }

        Assert.Equal(bytes, arrived);
        Assert.True(halves > 1, "the kernel took everything at once: this test shows nothing");
        Assert.Null(port.Lost);
    }

    [Fact]
    public void The_other_end_going_away_is_a_hang_up_and_no_silence()
    {
        using var directory = new TemporaryDirectory();
        var terminal = PseudoTerminal.Create(Path.Combine(directory.Path, "port"));
        using var port = SerialPort.Open(Path.Combine(directory.Path, "port"), 9600).Line!;
        Assert.Equal(0, port.Read(new byte[10]));
        Assert.Null(port.Lost);
        terminal.Dispose();
        Assert.Equal(0, port.Read(new byte[10]));
        Assert.NotNull(port.Lost);
        Assert.Equal(0, port.Write([1]));
        Assert.False(File.Exists(Path.Combine(directory.Path, "port")));
    }

    [Fact]
    public void What_is_no_serial_port_is_told_so()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "file");
        File.WriteAllText(file, "");
        Assert.Contains("not a serial port", SerialPort.Open(file, 115_200).Fault, StringComparison.Ordinal);
        Assert.Contains("plugged in", SerialPort.Open(file + "x", 115_200).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_takes_no_bytes_is_given_up_in_time()
    {
        using var directory = new TemporaryDirectory();
        var end = new UnixDomainSocketEndPoint(Path.Combine(directory.Path, "stuck"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(end);
        listener.Listen();
        var openings = 0;
        var modem = new ModemDriver(
            "stuck", new KissModem(RunningModem.Fast), OpenStuck, PacedTime.Shared, NullLogger.Instance);
        await using var running = new RunningModem(modem);
        await running.NextAsync(
            happened => happened is ModemEvent.Changed { Status.Detail: var detail }
                && detail.Contains("takes no more bytes", StringComparison.Ordinal),
            "write time-out", TimeSpan.FromSeconds(4));
        await Bearers.Until.True(() => Volatile.Read(ref openings) >= 2, () => "reopened");

        // A connection whose buffer is full, to somebody who never reads.
        async ValueTask<(ModemLine? Line, string? Fault)> OpenStuck(CancellationToken stop)
        {
            Interlocked.Increment(ref openings);
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(end, stop);
            socket.Blocking = false;
            var line = new ModemLine(socket.SafeHandle, "stuck", baud: 0, socket.Close);
            while (line.Write([0]) > 0)
            {
            }

            return (line, null);
        }
    }

    // A crash leaves TIOCEXCL on a pseudo-terminal whose other side stays open, and nobody but root could open it again.
    [Fact]
    public async Task The_air_takes_off_the_lock_of_a_program_that_crashed()
    {
        using var directory = new TemporaryDirectory();
        using var air = new SimulatedAir(new AirSettings(1, "kiss", directory.Path), TimeProvider.System);
        using var port = File.OpenHandle(air.Ports[0].Link, FileMode.Open, FileAccess.ReadWrite);
        Assert.Equal(0, Lock(port));
        Assert.Equal(1, IsLocked(port));
        await Bearers.Until.True(() => IsLocked(port) == 0, () => "the lock is off", seconds: 5);

        static unsafe int Lock(SafeFileHandle handle) => Libc.Ioctl(handle, Libc.SetExclusive, null);

        static unsafe int IsLocked(SafeFileHandle handle)
        {
            int value;
            return Libc.Ioctl(handle, Libc.GetExclusive, &value) == 0 ? value : -1;
        }
    }
}
