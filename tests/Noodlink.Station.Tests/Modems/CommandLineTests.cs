using System.Diagnostics;
using Noodlink.Cli;
using Noodlink.Cli.Air;

namespace Noodlink.Station.Tests.Modems;

/// <summary>The technician's commands, as a shell sees them.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(64, "bogus")]
    [InlineData(64, "air", "--ports", "0", "--dir", "/tmp/x")]
    [InlineData(64, "air", "--ports", "2", "--dir", "/tmp/x", "--modem", "fax")]
    [InlineData(64, "air", "--ports", "2", "--dir", "/tmp/x", "--loss", "1.5")]
    [InlineData(64, "air", "--ports", "2", "--dir", "/tmp/x", "--speed", "0")]
    [InlineData(64, "air", "--ports", "two", "--dir", "/tmp/x")]
    [InlineData(69, "air", "--ports", "1", "--dir", "/proc/none")]
    [InlineData(64, "modem", "check")]
    [InlineData(64, "modem", "check", "none")]
    [InlineData(64, "modem", "check", "kiss:ttyUSB0")]
    [InlineData(64, "modem", "check", "kiss:/dev/ttyUSB0", "--send", "0")]
    [InlineData(64, "modem", "check", "kiss:/dev/ttyUSB0", "--send", "1", "--listen")]
    [InlineData(64, "modem", "check", "kiss:/dev/ttyUSB0", "--send", "many")]
    [InlineData(64, "modem", "check", "kiss:/dev/ttyUSB0", "--sf", "nine")]
    [InlineData(64, "modem", "check", "kiss:/dev/ttyUSB0?baud=9600&baud=115200")]
    [InlineData(64, "air", "--ports", "two", "--dir", "/tmp/x", "--reach", "0-1")]
    [InlineData(64, "station", "new", "--number", "one")]
    [InlineData(64, "station", "new", "--hub-number", "one")]
    [InlineData(64, "send", "--timeout", "long")]
    [InlineData(69, "modem", "check", "kiss:/dev/no-such-port")]
    [InlineData(78, "modem", "check", "rylr998:/dev/no-such-port", "--power", "20")]
    [InlineData(78, "modem", "check", "kiss:/dev/no-such-port", "--frequency-hz", "868650000")]
    [InlineData(0, "airtime", "--sf", "9", "--bw", "125", "--bytes", "51")]
    [InlineData(0, "airtime", "--sf", "12", "--bw", "125000", "--bytes", "51", "200", "--json")]
    [InlineData(64, "airtime", "--sf", "6")]
    [InlineData(64, "airtime", "--bytes", "256")]
    [InlineData(78, "airtime", "--frequency-hz", "868650000")]
    [InlineData(0, "--help")]
    [InlineData(0, "modem", "check", "--help")]
    public async Task Exit_codes_are_those_of_the_interfaces(int expected, params string[] arguments) =>
        Assert.Equal(expected, await CommandLine.RunAsync(arguments));

    // Each modem of the catalogue over its emulation, as a technician would try it.
    [Fact]
    public Task A_check_sends_and_another_answers() => EachDevice.AtOnceAsync(async modem =>
    {
        using var directory = new TemporaryDirectory();
        using var air = RunningModem.Air(directory, modem);
        await ExchangeAsync(air.Emulation, directory);
        Assert.True(air.Channel.Statistics.Frames >= 2);
    });

    [Fact]
    public async Task A_check_sends_and_another_answers_over_the_air_program()
    {
        using var directory = new TemporaryDirectory();
        using var program = await AirProgramAsync(
            "--ports", "2", "--modem", "meshcore", "--dir", directory.Path, "--verbose");
        var air = program.Process;
        await ExchangeAsync(EmulationCatalogue.Find("meshcore"), directory);

        await air.StandardInput.WriteLineAsync("stats");
        await air.StandardInput.WriteLineAsync("quit");
        var output = await air.StandardOutput.ReadToEndAsync().WaitAsync(RunningModem.Patience);
        await air.WaitForExitAsync().WaitAsync(RunningModem.Patience);
        Assert.Equal(0, air.ExitCode);
        Assert.Contains("radio0 -> radio1", output, StringComparison.Ordinal);
        Assert.Contains("frames sent", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task A_check_with_frames_longer_than_the_modem_takes_says_how_long_they_may_be()
    {
        using var directory = new TemporaryDirectory();
        using var air = RunningModem.Air(directory, "rylr998-ascii", ports: 1);
        Assert.Equal(ExitCode.WrongUse, await CommandLine.RunAsync(
            ["modem", "check", air.Address(0), "--send", "1", "--bytes", "121"]));
    }

    [Fact]
    public async Task The_air_takes_its_devices_with_it_when_it_is_told_to_stop()
    {
        using var directory = new TemporaryDirectory();
        using var program = await AirProgramAsync("--ports", "3", "--dir", directory.Path);
        var air = program.Process;
        Assert.Equal(3, Directory.GetFileSystemEntries(directory.Path).Length);
        using var kill = Process.Start("kill", ["-TERM", $"{air.Id}"]);
        await air.WaitForExitAsync().WaitAsync(RunningModem.Patience);
        Assert.Equal(0, air.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    /// <summary>One listens and answers, another sends three questions.</summary>
    private static async Task ExchangeAsync(Emulation emulation, TemporaryDirectory directory)
    {
        var settings = emulation.Settings;
        string[] options =
        [
            "--sf", $"{settings.SpreadingFactor}", "--bw", $"{settings.BandwidthHz}",
            "--frequency-hz", $"{settings.FrequencyHz}", "--power", $"{settings.PowerDbm}",
            "--duty-cycle", $"{settings.DutyCyclePercent}",
        ];
        var listening = CommandLine.RunAsync(
            ["modem", "check", emulation.Address($"{directory.Path}/radio1"), "--listen", "--seconds", "7", .. options]);
        Assert.Equal(ExitCode.Done, await CommandLine.RunAsync(
            ["modem", "check", emulation.Address($"{directory.Path}/radio0"), "--send", "3", .. options]));
        Assert.Equal(ExitCode.Done, await listening);
    }

    private static async Task<AirProgram> AirProgramAsync(params string[] arguments)
    {
        var air = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "noodlink.dll"), "air", .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        var program = new AirProgram(air);
        var ready = await air.StandardOutput.ReadLineAsync().WaitAsync(RunningModem.Patience);
        Assert.StartsWith("ready ", ready, StringComparison.Ordinal);
        return program;
    }

    /// <summary>Ends with the test, also with one that fails.</summary>
    private sealed class AirProgram(Process process) : IDisposable
    {
        public Process Process => process;

        public void Dispose()
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
        }
    }
}
