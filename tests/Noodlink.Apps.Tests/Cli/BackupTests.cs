using Noodlink.Cli;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Apps.Tests.Cli;

/// <summary>What <c>noodlink backup</c> and <c>noodlink restore</c> give back to the shell.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("noodlink-backup-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Each_end_has_its_exit_code()
    {
        var data = Path.Combine(_directory, "data");
        var file = Path.Combine(_directory, "station.backup");
        var elsewhere = Path.Combine(_directory, "elsewhere");
        Assert.Equal(ExitCode.WrongUse, await CommandLine.RunAsync(["backup", "--data", data]));
        Assert.Equal(ExitCode.Failed, await CommandLine.RunAsync(["backup", "--data", data, "--to", file]));
        Assert.Equal(ExitCode.Unavailable, await CommandLine.RunAsync(["restore", "--from", file, "--data", elsewhere]));

        var who = new StationIdentity(7, StationId.Parse("GR-WK1"), "Dorpshuis", IsHub: false);
        MessageQueue.Open(data, who, TimeProvider.System, out _).Dispose();
        Assert.Equal(ExitCode.Failed, await CommandLine.RunAsync(["backup", "--data", data, "--to", Path.Combine(data, "in")]));
        Assert.Equal(ExitCode.Done, await CommandLine.RunAsync(["backup", "--data", data, "--to", file, "--json"]));
        using (DirectoryClaim.Take(elsewhere))
            Assert.Equal(ExitCode.Unavailable, await CommandLine.RunAsync(["restore", "--from", file, "--data", elsewhere]));
        Assert.Equal(ExitCode.Done, await CommandLine.RunAsync(["restore", "--from", file, "--data", elsewhere]));
        Assert.Equal(ExitCode.Failed, await CommandLine.RunAsync(["restore", "--from", file, "--data", elsewhere]));

        File.WriteAllText(Path.Combine(_directory, "hub.json"), "{ geen json");
        Assert.Equal(
            ExitCode.WrongConfiguration, await CommandLine.RunAsync(
                ["backup", "--data", data, "--to", file, "--config", Path.Combine(_directory, "hub.json")]));
        Assert.Equal(["data", "elsewhere", "hub.json", "station.backup"], Directory.GetFileSystemEntries(_directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
