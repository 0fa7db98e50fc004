using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Noodlink.Cli;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Station;
using Noodlink.Station.Stations;

namespace Noodlink.Apps.Tests.Cli;

public sealed class StationNewTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("noodlink-new-");
    private readonly StringWriter _output = new(), _errors = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Hub_and_station_get_the_same_key_and_password_and_a_node_json_that_a_node_accepts()
    {
        var request = Request("GR-WK1", 101) with
        {
            ConfigPath = At("wk1/node.json"), HubNumbers = [1, 2], Rd = "222900,583100",
        };
        Assert.Equal(ExitCode.Done, Enrolment.Run(request, _output, _errors));
        Assert.Equal(ExitCode.Done, Enrolment.Run(Request("GR-ED1", 102), _output, _errors));

        var list = StationList.Parse(File.ReadAllBytes(At("stations.json")), out var faults)!;
        Assert.Empty(faults);
        Assert.Equal(["GR-WK1", "GR-ED1"], list.Entries.Select(entry => $"{entry.Id}"));
        Assert.True(StationKey.TryParse(File.ReadAllText(request.KeyPath), out var key));
        Assert.Equal(list.Entries[0].Key, key);
        Assert.Equal(list.Entries[0].MqttPassword, File.ReadAllText(request.PasswordPath).Trim());

        var configuration = new ConfigurationBuilder()
            .AddJsonFile(request.ConfigPath)
            .AddInMemoryCollection([new("Station:DataDirectory", At("data"))])
            .Build();
        var wrong = new List<string>();
        var setup = StationSetup.Read(configuration, isHub: false, wrong);
        Assert.Empty(wrong);
        Assert.Equal([1, 2], setup!.HubNumbers.Select(number => (int)number));
        Assert.Equal("Gebouw GR-WK1", setup.Identity.Name);
        Assert.Equal(key, setup.Key);
    }

    [Fact]
    public void Secrets_are_for_their_owner_only()
    {
        Enrolment.Run(Request("GR-WK1", 101) with { ConfigPath = At("wk1/node.json") }, _output, _errors);

        foreach (var file in new[] { "stations.json", "wk1/key", "wk1/password", "wk1/node.json" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At(file)));
        Assert.DoesNotContain(File.ReadAllText(At("wk1/key")).Trim(), $"{_output}{_errors}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GR-ED1", 101, "ed1/key", ExitCode.WrongUse, "Number 101 is GR-WK1's")]
    [InlineData("GR-WK1", 102, "ed1/key", ExitCode.WrongUse, "GR-WK1 is there already, as number 101")]
    [InlineData("GR-ED1", 102, "wk1/key", ExitCode.WrongUse, "wk1/key is there already")]
    [InlineData("GR-ED1", 102, "wk1/key/below", ExitCode.Unavailable, "Nothing was changed")]
    public void What_is_there_already_is_refused_and_nothing_changes(
        string id, int number, string key, int exit, string said)
    {
        Enrolment.Run(Request("GR-WK1", 101), _output, _errors);
        var before = Snapshot();

        var request = Request(id, (ushort)number) with { KeyPath = At(key), PasswordPath = At("ed1/password") };
        Assert.Equal(exit, Enrolment.Run(request, _output, _errors));

        Assert.Contains(said, $"{_errors}", StringComparison.Ordinal);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void A_broken_stations_file_is_wrong_configuration_and_stays_as_it_is()
    {
        File.WriteAllText(At("stations.json"), """[{"number":"x"}]""");

        Assert.Equal(ExitCode.WrongConfiguration, Enrolment.Run(Request("GR-WK1", 101), _output, _errors));

        Assert.Contains("[0].number: x is not a whole number", $"{_errors}", StringComparison.Ordinal);
        Assert.False(File.Exists(At("wk1/key")));
    }

    [Fact]
    public async Task Two_technicians_at_once_lose_no_station()
    {
        var runs = Enumerable.Range(1, 20).Select(number => Task.Factory.StartNew(
            () => Enrolment.Run(Request($"GR-N{number:D2}", (ushort)number), TextWriter.Null, TextWriter.Null),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));

        Assert.All(await Task.WhenAll(runs), code => Assert.Equal(ExitCode.Done, code));

        Assert.Equal(20, StationList.Parse(File.ReadAllBytes(At("stations.json")), out _)!.Entries.Count);
    }

    [Theory]
    [InlineData("--number 0 --id GR-WK1 --name a --gemeente b")]
    [InlineData("--number 65535 --id GR-WK1 --name a --gemeente b")]
    [InlineData("--number 1 --id gr-wk1 --name a --gemeente b")]
    [InlineData("--number 1 --id GR-WK1 --name a --gemeente b --rd 5,5")]
    [InlineData("--number 1 --id GR-WK1 --name a")]
    [InlineData("--number 7 --id GR-WK1 --name a --gemeente b --hub-number 7")]
    public async Task Wrong_use_is_64_and_makes_nothing(string arguments)
    {
        string[] files = ["--stations", At("s.json"), "--key", At("k"), "--password-file", At("p")];

        Assert.Equal(64, await CommandLine.RunAsync(["station", "new", .. arguments.Split(' '), .. files]));

        Assert.Empty(_directory.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task The_command_line_as_documented_works()
    {
        string[] arguments =
        [
            "station", "new", "--number", "101", "--id", "GR-WK1", "--name", "Wijkgebouw De Schakel", "--gemeente",
            "Westerkwartier", "--stations", At("stations.json"), "--key", At("wk1.key"), "--password-file",
            At("wk1.password"), "--config", At("node.json"),
        ];

        Assert.Equal(0, await CommandLine.RunAsync(arguments));

        var list = StationList.Parse(File.ReadAllBytes(At("stations.json")), out _)!;
        Assert.Equal("Wijkgebouw De Schakel", Assert.Single(list.Entries).Name);
    }

    [Fact]
    public void Root_leaves_the_stations_file_to_the_hubs_own_user()
    {
        if (!Environment.IsPrivilegedProcess) return; // an ordinary user has nobody else's file
        Enrolment.Run(Request("GR-WK1", 101), _output, _errors);
        using (var chown = Process.Start("chown", ["nobody", At("stations.json")])) chown.WaitForExit();

        Assert.Equal(ExitCode.Done, Enrolment.Run(Request("GR-ED1", 102), _output, _errors));

        using var stat = Process.Start(
            new ProcessStartInfo("stat", ["-c", "%U", At("stations.json")])
            {
                UseShellExecute = false, RedirectStandardOutput = true,
            })!;
        Assert.Equal("nobody", stat.StandardOutput.ReadToEnd().Trim());
    }

    private EnrolmentRequest Request(string id, ushort number)
    {
        var folder = id[3..].ToLowerInvariant();
        return new EnrolmentRequest
        {
            Number = number,
            Id = StationId.Parse(id),
            Name = $"Gebouw {id}",
            Gemeente = "Westerkwartier",
            StationsPath = At("stations.json"),
            KeyPath = At($"{folder}/key"),
            PasswordPath = At($"{folder}/password"),
        };
    }

    private string At(string file) => Path.Combine(_directory.FullName, file);

    private string Snapshot() => string.Join('\n', _directory.EnumerateFiles("*", SearchOption.AllDirectories)
        .OrderBy(file => file.FullName, StringComparer.Ordinal)
        .Select(file => $"{file.FullName} {Convert.ToHexString(File.ReadAllBytes(file.FullName))}"));
}
