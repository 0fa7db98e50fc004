using Noodlink.Apps.Tests.Node;
using Noodlink.Hub;
using Noodlink.Node;

namespace Noodlink.Apps.Tests.AccessRules;

public sealed class ConfigurationTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("noodlink-config-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_node_says_every_fault_at_once_and_ends_with_78()
    {
        using var error = new StringWriter();
        var code = await NodeProgram.RunAsync(
        [
            "--Urls=http://0.0.0.0:5081;ftp://x", "--Station:Number=70000", "--Station:Id=wk1", "--Station:HubNumber=0",
            "--Station:Rd=1,2", "--Radio:Modem=pigeon:/dev/null", "--Timers:UnseenSeconds=0",
            "--Access:Hosts:0=http://x", $"--Places:File={_directory.FullName}", "--Places:Map=/dev",
            "--Places:Shelf=/dev/null", $"--Station:DataDirectory={_directory.FullName}",
        ], error);
        var said = error.ToString();

        Assert.Equal(78, code);
        foreach (var key in (string[])
            [
                "Urls: 'ftp://x'", "Station:Number is 70000", "Station:Id is 'wk1'", "Station:HubNumbers has 0",
                "Station:Rd is '1,2'",
                "Station:KeyFile", "Radio:", "Timers:UnseenSeconds", "Access:PinFile", "Access:Hosts: 'http://x'",
                "Places:File", "Places:Map '/dev' is a directory", "Places:Shelf '/dev/null' is a file",
            ]) Assert.Contains(key, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_says_every_fault_at_once_and_ends_with_78()
    {
        using var error = new StringWriter();
        var code = await HubProgram.RunAsync(
        [
            "--Urls=http://10.0.0.5:5090", "--Station:Number=0", "--Broker:Port=0", "--Meldkamer:Release=Soms",
            "--Meldkamer:Forwarders:0=fax:112", $"--Station:DataDirectory={_directory.FullName}",
        ], error);
        var said = error.ToString();

        Assert.Equal(78, code);
        foreach (var key in (string[])
            [
                "Access:PinFile", "Station:Number is 0", "Station:Id", "Broker:Port", "Meldkamer:Release", "fax:112",
                "Hub:StationsFile",
            ]) Assert.Contains(key, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_before_anything_is_opened_and_ends_with_69()
    {
        await using var first = await RunningNode.StartAsync();
        var data = Path.Combine(_directory.FullName, "data");
        using var error = new StringWriter();
        var code = await NodeProgram.RunAsync(
        [
            $"--Urls={first.Address}", "--Station:Number=2", "--Station:Id=GR-WK2", "--Station:HubNumber=900",
            $"--Station:KeyFile={first.KeyPath}", $"--Station:DataDirectory={data}", "--Mqtt:Enabled=false",
        ], error);

        Assert.Equal(69, code);
        Assert.Contains($"{first.Address} is in use", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(data));
    }

    [Fact]
    public async Task A_second_program_on_the_same_data_is_turned_away_with_69()
    {
        await using var first = await RunningNode.StartAsync();
        using var error = new StringWriter();
        var code = await NodeProgram.RunAsync(first.Arguments, error);

        Assert.Equal(69, code);
        Assert.Contains("is in use by another Noodlink program", error.ToString(), StringComparison.Ordinal);
        await first.RestartAsync();
        Assert.True((await first.Client.GetAsync("/readyz")).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("123", "less than 4")]
    [InlineData("  \n", "less than 4")]
    public async Task A_PIN_file_that_does_not_protect_is_a_fault(string? content, string fault)
    {
        var path = Path.Combine(_directory.FullName, "pin");
        if (content is not null) await File.WriteAllTextAsync(path, content);
        using var error = new StringWriter();
        var code = await NodeProgram.RunAsync(["--Urls=http://0.0.0.0:5081", $"--Access:PinFile={path}"], error);

        Assert.Equal(78, code);
        Assert.Contains(fault, error.ToString(), StringComparison.Ordinal);
    }
}
