using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Noodlink.Scenarios.Ground;
using Noodlink.Station.Queue;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Faults;

/// <summary>What a program does not start on, and how it says so; and how it ends.</summary>
public sealed class StartTests(ITestOutputHelper output)
{
    private const int Unavailable = 69, WrongConfiguration = 78;

    [Fact]
    public Task A_node_with_a_wrong_configuration_says_every_fault_at_once() =>
        Scene.PlayAsync(output, scene => RefusedAsync(
            scene, Repository.Node,
            [
                "--Station:Number=0", "--Station:Id=westerkwartier", "--Station:Rd=hier", "--Station:HubNumbers:0=70000",
                "--Station:Language=qq", "--Station:KeyFile=/nergens/station.key", "--Mqtt:Port=veel", "--Mqtt:PasswordFile=/nergens/wachtwoord",
                "--Radio:Modem=postduif:/dev/ttyUSB0", "--Timers:HeartbeatSeconds=0", "--Retention:MessageDays=-1",
                "--Urls=ftp://127.0.0.1:21", "--Access:Hosts=https://overal/",
            ],
            [
                "Station:Number is 0", "Station:Id is 'westerkwartier'", "Station:Rd is 'hier'", "70000",
                "Station:Language is 'qq'", "Station:KeyFile '/nergens/station.key'", "Mqtt:Port is 'veel'", "/nergens/wachtwoord", "postduif",
                "Timers:HeartbeatSeconds", "Retention:MessageDays", "ftp://127.0.0.1:21", "https://overal/",
            ]));

    [Fact]
    public Task A_hub_with_a_wrong_configuration_says_every_fault_at_once() =>
        Scene.PlayAsync(output, scene => RefusedAsync(
            scene, Repository.Hub,
            [
                "--Station:Number=70000", "--Station:Id=x", "--Hub:StationsFile=", "--Broker:Mode=Soms", "--Broker:Port=0",
                "--Broker:Address=thuis", "--Meldkamer:Forwarders:0=fax:050", "--Meldkamer:Release=Morgen",
                "--Radio:SpreadingFactor=99", "--Radio:Modem=kiss:/dev/ttyUSB0", "--Timers:UnseenSeconds=nooit",
                $"--Urls=http://0.0.0.0:{Ports.Free()}",
            ],
            [
                "Station:Number is 70000", "Station:Id is 'x'", "Hub:StationsFile is empty", "Broker:Mode is 'Soms'",
                "Broker:Port", "Broker:Address is 'thuis'", "fax:050", "Meldkamer:Release is 'Morgen'", "99",
                "Timers:UnseenSeconds is 'nooit'", "Access:PinFile is empty",
            ]));

    [Fact]
    public Task A_port_that_somebody_has_ends_the_start_with_69_and_the_address() => Scene.PlayAsync(output, async scene =>
    {
        var region = Region.Create(scene);
        foreach (var program in new[] { region.Node.Program, region.Hub.Program })
        {
            using var somebody = new TcpListener(IPAddress.Loopback, program.Port);
            somebody.Start();
            await program.LaunchAsync();
            Assert.Equal(Unavailable, await program.EndAsync(20));
            var said = await File.ReadAllTextAsync(program.LogPath);
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{program.Port}"), said, StringComparison.Ordinal);
            Assert.Contains("--Urls", said, StringComparison.Ordinal);
            Assert.DoesNotContain("BackgroundService failed", said, StringComparison.Ordinal);
        }

        Assert.Empty(region.Hub.Brokers());
    });

    [Fact]
    public Task A_file_of_newer_software_is_refused_and_stays_as_it_is() => Scene.PlayAsync(output, async scene =>
    {
        var region = Region.Create(scene);
        await region.StartAsync();
        await region.Node.SendAsync(Letters.Alarm("van voor de terugzetting"));
        foreach (var program in new[] { region.Node.Program, region.Hub.Program })
        {
            Assert.Equal(0, await program.TerminateAsync(10));
            var file = Path.Combine(program.DataDirectory, MessageQueue.FileName);
            using (var newer = Sqlite.OpenWriter(file))
            {
                // As newer software does it: in the header and in a row, so that one flipped bit is no new version.
                Sqlite.Execute(newer, "UPDATE counter SET value = 99 WHERE name = 'format'");
                Sqlite.Execute(newer, "PRAGMA user_version = 99");
                Sqlite.Execute(newer, "PRAGMA wal_checkpoint(TRUNCATE)");
            }

            var before = Hashes(program.DataDirectory);
            await program.LaunchAsync();
            Assert.Equal(Unavailable, await program.EndAsync(20));
            Assert.Equal(before, Hashes(program.DataDirectory));
            var said = await File.ReadAllTextAsync(program.LogPath);
            Assert.Contains($"{file} has format 99", said, StringComparison.Ordinal);
            Assert.Contains("newer Noodlink", said, StringComparison.Ordinal);
        }
    });

    [Fact]
    public Task A_request_to_end_is_followed_within_five_seconds_and_leaves_nothing() => Scene.PlayAsync(output, async scene =>
    {
        var air = await Air.StartAsync(scene);
        var region = Region.Create(scene, air: air);
        await region.StartAsync();
        // In the middle of things: screens are open and messages are under way on both bearers.
        using var screens = new HttpClient();
        var open = new List<Stream>();
        foreach (var program in new[] { region.Node.Program, region.Hub.Program })
            open.Add(await screens.GetStreamAsync(new Uri($"http://127.0.0.1:{program.Port}/api/events")));
        for (var number = 1; number <= 20; number++) await region.Node.SendAsync(Letters.Alarm($"melding {number}"));
        foreach (var program in new[] { region.Node.Program, region.Hub.Program })
        {
            Assert.Equal(0, await program.TerminateAsync(5));
            var log = Path.Combine(program.DataDirectory, MessageQueue.FileName + "-wal");
            Assert.False(File.Exists(log) && new FileInfo(log).Length > 0, $"{log} still has something in it");
            Assert.Empty(ProcessTable.With($"--Station:DataDirectory={program.DataDirectory}"));
        }

        Assert.Empty(region.Hub.Brokers());
        foreach (var stream in open) await stream.DisposeAsync();
    });

    // A quiet noodsteunpunt on batteries stays within 100 MB. A route whose handler returns no Task, a client of HTTP or a
    // file in XML costs more of it than all messages of a day.
    [Fact]
    public Task A_node_loads_no_code_that_a_noodsteunpunt_never_uses() => Scene.PlayAsync(output, async scene =>
    {
        var node = Region.Create(scene).Node.Program;
        await node.StartAsync();
        await node.Browser.GetAsync("/api/status");
        var loaded = await File.ReadAllTextAsync($"/proc/{node.Pid}/maps");
        Assert.Contains("Noodlink.Node.dll", loaded, StringComparison.Ordinal);
        foreach (var unused in (string[])["System.Linq.Expressions.dll", "System.Net.Http.dll", "System.Private.Xml.dll"])
            Assert.DoesNotContain(unused, loaded, StringComparison.Ordinal);
    });

    private static async Task RefusedAsync(
        Scene scene, string program, IReadOnlyList<string> arguments, IReadOnlyList<string> faults)
    {
        var data = Path.Combine(scene.Directory, "data");
        var started = await scene.StartAsync("refused.log", program, [.. arguments, $"--Station:DataDirectory={data}"]);
        Assert.Equal(WrongConfiguration, await started.EndAsync(20));
        var lines = await File.ReadAllLinesAsync(started.LogPath);
        foreach (var fault in faults)
            Assert.True(lines.Any(line => line.Contains(fault, StringComparison.Ordinal)), $"nothing was said about {fault}");
        Assert.Contains($"{lines.Length - 1} fault(s)", lines[0], StringComparison.Ordinal);
        Assert.True(lines.Length > faults.Count, string.Join('\n', lines));
        Assert.False(File.Exists(Path.Combine(data, MessageQueue.FileName)), "it opened its data all the same");
    }

    private static Dictionary<string, string> Hashes(string directory) =>
        Directory.EnumerateFiles(directory, $"{MessageQueue.FileName}*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))), StringComparer.Ordinal);
}
