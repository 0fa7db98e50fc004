using System.Diagnostics;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Hangs;

public sealed class LogReaderTests(ITestOutputHelper output)
{
    // A pipe holds 64 kB, some 700 lines; the logger keeps 2,500 more.
    private const int MoreThanFits = 5_000;

    private const int Clients = 8;

    [Fact]
    public Task A_node_whose_log_nobody_reads_goes_on_accepting() => Scene.PlayAsync(output, async scene =>
    {
        var node = Region.Create(scene).Node;
        node.Program.Settings["Mqtt:Enabled"] = "false";
        using (var making = Process.Start("mkfifo", [node.Program.LogPath])) await making.WaitForExitAsync();
        // Open for reading and writing: so neither end waits for the other, and nobody reads.
        using var pipe = new FileStream(node.Program.LogPath, FileMode.Open, FileAccess.ReadWrite);
        try
        {
            await node.Program.StartAsync();
            var left = MoreThanFits;
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    var answer = await node.PostAsync(Letters.Alarm("Accu nog 40 minuten."));
                    Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.Code);
                }
            }));
        }
        finally
        {
            File.Delete(node.Program.LogPath); // who tells of a failure would read it, and wait
        }
    });
}
