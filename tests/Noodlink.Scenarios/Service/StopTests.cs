using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Service;

public sealed class StopTests(ITestOutputHelper output)
{
    private const double StopsWithin = 5;
    private const int Clients = 6;

    [Fact]
    public Task A_node_asked_to_stop_under_load_with_everything_hanging_ends_in_time_and_kept_what_it_said_it_kept() =>
        Scene.PlayAsync(output, async scene =>
        {
            var air = await Air.StartAsync(scene);
            var region = Region.Create(scene, air: air);
            var node = region.Node;
            var relay = await Relay.StartAsync(scene, region.Hub.BrokerPort);
            await relay.HangAsync();
            node.Program.Settings["Mqtt:Port"] = $"{relay.Port}";
            node.Program.Settings["Radio:SpreadingFactor"] = "12"; // two seconds for a frame: the modem is in the middle of one
            await node.Program.StartAsync();
            await node.BearerAsync("Radio", up: true, seconds: 20);
            using var slow = await HalfARequestAsync(node.Program.Port);

            var stored = new ConcurrentBag<string>();
            var others = new ConcurrentBag<HttpStatusCode>();
            var posting = Enumerable.Range(0, Clients).Select(_ => PostUntilTheEndAsync(node, stored, others)).ToList();
            await Wait.UntilAsync("enough is stored", 20, () => stored.Count > 100);

            var asked = TimeProvider.System.GetTimestamp();
            Assert.Equal(0, await node.Program.TerminateAsync(20));
            var took = TimeProvider.System.GetElapsedTime(asked);
            Assert.True(took.TotalSeconds < StopsWithin, $"it took {took.TotalSeconds:0.0} s to stop");
            await Task.WhenAll(posting);
            output.WriteLine($"{stored.Count} stored, stopped in {took.TotalSeconds:0.00} s");

            // Whoever got another answer was told that it is not stored.
            Assert.All(others, code => Assert.Equal(HttpStatusCode.InsufficientStorage, code));
            await node.Program.StartAsync();
            foreach (var id in stored) await node.StateAsync(id);
        });

    private static async Task PostUntilTheEndAsync(
        Noodsteunpunt node, ConcurrentBag<string> stored, ConcurrentBag<HttpStatusCode> others)
    {
        using var browser = new Browser(node.Program.Port);
        try
        {
            while (true)
            {
                var answer = await browser.PostAsync("/api/messages", Letters.Alarm("tot het einde"));
                if (answer.Code == HttpStatusCode.Accepted) stored.Add(answer.Id!);
                else others.Add(answer.Code);
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // It has ended: no answer, and none is claimed.
        }
    }

    /// <summary>Somebody who begins to send and never goes on.</summary>
    private static async Task<TcpClient> HalfARequestAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000\r\n\r\n{"));
        return client;
    }
}
