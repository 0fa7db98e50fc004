using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Service;

public sealed partial class JournalTests(ITestOutputHelper output)
{
    // A journal is a socket on the standard output, and a variable that says which. bash can make both.
    private const string AsOutput =
        "exec >\"/dev/tcp/127.0.0.1/$0\"; link=$(readlink /proc/$$/fd/1); inode=${link//[!0-9]/}; "
        + "JOURNAL_STREAM=\"0:$inode\" exec \"$@\"";

    [Fact]
    public Task What_the_journal_reads_has_a_weight_on_each_line_and_no_second_clock() =>
        Scene.PlayAsync(output, async scene =>
        {
            using var journal = new TcpListener(IPAddress.Loopback, 0);
            journal.Start();
            var port = ((IPEndPoint)journal.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
            var node = Region.Create(scene).Node;
            node.Program.Wrapper = ["/bin/bash", "-c", AsOutput, port];
            await node.Program.StartAsync();
            using var reading = await journal.AcceptTcpClientAsync();
            await node.SendAsync(Letters.Alarm("voor het logboek"));
            Assert.Equal(0, await node.Program.TerminateAsync(10));

            using var lines = new StreamReader(reading.GetStream());
            var text = await lines.ReadToEndAsync();
            var read = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Contains(read, line => line.Contains("GR-WK1-0001: stored here", StringComparison.Ordinal));
            Assert.All(read, line => Assert.Matches(Weighted(), line));
            Assert.DoesNotContain('\u001b', text);
        });

    [GeneratedRegex(@"^<[2-7]>Noodlink\.\w", RegexOptions.None, 5000)]
    private static partial Regex Weighted();
}
