using Noodlink.Apps.Tests.Meldkamer;
using Noodlink.Cli;

namespace Noodlink.Apps.Tests.Cli;

/// <summary>What <c>noodlink gazetteer</c> gives back to the shell.</summary>
public sealed class GazetteerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("noodlink-gazetteer-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Target => Path.Combine(_directory, "gazetteer.db");

    [Fact]
    public async Task Each_end_has_its_exit_code()
    {
        Assert.Equal(ExitCode.WrongUse, await RunAsync("import", "--bag", Source("bag.csv")));
        Assert.Equal(ExitCode.WrongUse, await RunAsync("import", "--out", Target));
        Assert.Equal(ExitCode.Unavailable, await RunAsync("import", "--out", Target, "--bag", Source("nix.csv")));
        Assert.Equal(ExitCode.WrongConfiguration, await RunAsync("import", "--out", Target, "--bag", Source("spots.csv")));
        Assert.Equal(
            ExitCode.WrongConfiguration,
            await RunAsync("import", "--out", Target, "--bag", Source("bag.csv"), "--gemeente", "Assen"));
        Assert.Equal(
            ExitCode.Unavailable, await RunAsync("import", "--out", Path.Combine(Target, "in"), "--bag", Source("bag.csv")));
        Assert.Equal(ExitCode.Unavailable, await RunAsync("find", "--in", Target, "9843AB 3"));
        Assert.Empty(Directory.GetFileSystemEntries(_directory));

        Assert.Equal(
            ExitCode.Done,
            await RunAsync(
                "import", "--out", Target, "--bag", Source("bag.csv"), "--nwb", Source("nwb-wegvakken.csv"),
                Source("nwb-hectopunten.csv"), "--spots", Source("spots.csv"), "--gemeente", "Westerkwartier", "--json"));
        Assert.Equal(["gazetteer.db"], Directory.GetFileSystemEntries(_directory).Select(Path.GetFileName));
        foreach (var text in new[]
            {
                "9843AB 3", "9843 AB 3a", "Modelweg 3, Grijpskerk", "N355 17,3", "sluis", "222900,583100", "Oefenpad", "9843 3",
            })
            Assert.True(await RunAsync("find", "--in", Target, text, "--json") == ExitCode.Done, text);
        Assert.Equal(ExitCode.Failed, await RunAsync("find", "--in", Target, "station Stedum"));
        Assert.Equal(ExitCode.WrongConfiguration, await RunAsync("find", "--in", Source("bag.csv"), "9843AB 3"));
    }

    private static Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(["gazetteer", .. args]);

    private static string Source(string name) => Repository.PathOf("deploy", "examples", "places", name);
}
