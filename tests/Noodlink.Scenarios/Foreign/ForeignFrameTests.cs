using System.Text;
using System.Text.Json.Nodes;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;
using Noodlink.Scenarios.Ground;
using Noodlink.Scenarios.Kills;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Foreign;

// The broker here lets everybody in, as an attacker would have it: what then still protects a noodmelding is the seal.

/// <summary>Frames that nobody should believe, and genuine ones said again.</summary>
public sealed class ForeignFrameTests(ITestOutputHelper output)
{
    /// <summary>At the hub (architecture §4.6).</summary>
    private static readonly TimeSpan AcknowledgedApart = TimeSpan.FromSeconds(2);

    [Fact]
    public Task A_genuine_frame_said_again_is_one_more_reception_and_is_acknowledged_every_two_seconds_at_most() =>
        Scene.PlayAsync(output, async scene =>
        {
            const int repeats = 20;
            var (region, broker) = await StartAsync(scene);
            await using var up = await Tap.OnBrokerAsync(broker.Port, region.Node.Id, up: true);
            await using var down = await Tap.OnBrokerAsync(broker.Port, region.Node.Id, up: false);
            var spool = new SpoolWatch(region.Hub.Spool);
            var began = TimeProvider.System.GetTimestamp();
            var id = await region.Node.SendAsync(Letters.Alarm("opgenomen en nog eens gestuurd"));
            await Wait.UntilAsync("it is with the meldkamer", 15, () => spool.HasAll(new HashSet<string> { id }));
            await Wait.UntilAsync("its frame was heard", 5, () => Numbered(up).Count > 0);
            var (header, frame) = Assert.Single(Numbered(up));
            await Wait.UntilAsync("its receipt was heard", 5, () => Receipts(down, region.Node, header).Count == 1);

            for (var repeat = 0; repeat < repeats; repeat++)
            {
                await up.SayAsync(region.Node.Id, up: true, frame);
                await Wait.PassAsync(0.15);
            }

            var last = TimeProvider.System.GetTimestamp();
            await Wait.UntilAsync(
                "each is a reception", 10,
                async () => (await region.Hub.FindAsync(id))!.ReceivedBy("Mqtt").Count == 1 + repeats);
            // The last repeat came within two seconds of a receipt: it is answered when they are over.
            await Wait.UntilAsync(
                "the last repeat is acknowledged", 4, () => Receipts(down, region.Node, header)[^1].Stamp > last);
            var receipts = Receipts(down, region.Node, header);
            output.WriteLine($"{repeats} repeats brought {receipts.Count - 1} receipts");
            // The broker and two busy cores hold one receipt up longer than the next, so two may be heard closer together
            // than they were given; but all of them were given between the sending and the last that was heard.
            var within = TimeProvider.System.GetElapsedTime(began, receipts[^1].Stamp);
            Assert.InRange(receipts.Count, 2, 1 + (int)(within / AcknowledgedApart));

            spool.Check(new HashSet<string>(StringComparer.Ordinal) { id });
            Assert.Single(await region.Hub.FeedAsync());
        });

    [Fact]
    public Task What_is_not_genuine_is_counted_and_shown_as_unknown_sender_and_never_becomes_a_message() =>
        Scene.PlayAsync(output, async scene =>
        {
            var (region, broker) = await StartAsync(scene);
            await using var up = await Tap.OnBrokerAsync(broker.Port, region.Node.Id, up: true);
            await using var down = await Tap.OnBrokerAsync(broker.Port, region.Node.Id, up: false);
            var id = await region.Node.SendAsync(Letters.Alarm("de enige echte"));
            await Wait.UntilAsync("its frame and its receipt were heard", 10, () => Numbered(up).Count > 0 && down.Heard.Count > 0);
            var (header, frame) = Numbered(up)[0];

            var toHub = NotGenuine(header, frame).ToList();
            foreach (var (_, bytes) in toHub) await up.SayAsync(region.Node.Id, up: true, bytes);
            var expected = toHub.CountBy(each => each.Reason, StringComparer.Ordinal)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
            List<KeyValuePair<string, int>> counted = [];
            await Wait.UntilAsync(
                () => $"the hub counted {string.Join(", ", expected)}; it has {string.Join(", ", counted)}", 10,
                async () => (counted = ByReason(await region.Hub.StatusAsync())).SequenceEqual(expected));
            Assert.Equal(toHub.Count, (int)(await region.Hub.StatusAsync())["refused"]!["count"]!);
            Assert.Contains("Onbekende afzender", await region.Hub.Program.Browser.PageAsync("/"), StringComparison.Ordinal);
            Assert.Contains("onbekende afzender", await region.Hub.Program.Browser.PageAsync("/stations"), StringComparison.Ordinal);

            // And in the other direction: a receipt that the hub never gave.
            var receipt = down.Heard[0].Bytes;
            await down.SayAsync(region.Node.Id, up: false, Flipped(receipt, receipt.Length - 1));
            await down.SayAsync(region.Node.Id, up: false, receipt[..(receipt.Length / 2)]);
            await down.SayAsync(region.Node.Id, up: false, receipt);
            await Wait.UntilAsync(
                "the node counted three", 10, async () => (int)(await region.Node.StatusAsync())["refused"]!["count"]! >= 3);

            // Noise without end: nothing ends, nothing is believed.
            for (var noise = 0; noise < 300; noise++)
            {
                var bytes = new byte[scene.Random.Next(0, 400)];
                scene.Random.NextBytes(bytes);
                await up.SayAsync(region.Node.Id, up: noise % 2 == 0, bytes);
            }

            var last = await region.Node.SendAsync(Letters.Alarm("en daarna werkt alles nog"));
            await Wait.UntilAsync(
                "a noodmelding still arrives", 10, async () => (await region.Node.MessageAsync(last)).Delivered() is not null);
            Assert.Equal([id, last], (await region.Hub.FeedAsync()).Select(item => (string?)item["id"]));
            Assert.True(region.Hub.Program.IsRunning && region.Node.Program.IsRunning);
        });

    private static async Task<(Region Region, OpenBroker Broker)> StartAsync(Scene scene)
    {
        var broker = new OpenBroker(scene);
        await broker.StartAsync();
        var region = Region.Create(scene, broker: broker);
        await region.StartAsync();
        return (region, broker);
    }

    /// <summary>One of each kind, and the reason under which it must be counted.</summary>
    private static IEnumerable<(string Reason, byte[] Bytes)> NotGenuine(FrameHeader genuine, byte[] frame)
    {
        yield return ("notGenuine", Flipped(frame, frame.Length - 1)); // the tag
        yield return ("notGenuine", Flipped(frame, FrameHeader.NumberedBytes)); // the content
        yield return ("notGenuine", Flipped(frame, 8)); // another serial
        yield return ("notGenuine", frame[..^5]);
        yield return ("notGenuine", frame[..FrameHeader.NumberedBytes]);
        yield return ("malformed", frame[..5]);
        yield return ("malformed", []);
        yield return ("malformed", Encoding.ASCII.GetBytes("{\"temperature\":21.5,\"battery\":87}"));
        using var wrongKey = new Envelope(StationKey.Create(), genuine.Station);
        yield return ("notGenuine", wrongKey.Seal(genuine with { Serial = 7 }, genuine.Station, frame.AsSpan(0, 40)));
        using var stranger = new Envelope(StationKey.Create(), 999);
        yield return ("unknownStation", stranger.Seal(genuine with { Station = 999 }, 999, frame.AsSpan(0, 40)));
    }

    private static byte[] Flipped(byte[] frame, int at)
    {
        var changed = frame.ToArray();
        changed[at] ^= 2; // the serial 1 does not become 0
        return changed;
    }

    private static List<(FrameHeader Header, byte[] Frame)> Numbered(Tap tap)
    {
        var found = new List<(FrameHeader Header, byte[] Frame)>();
        foreach (var heard in tap.Heard)
        {
            if (FrameHeader.TryRead(heard.Bytes, out var header) && header.Series == Series.Numbered)
                found.Add((header, heard.Bytes));
        }

        return found;
    }

    /// <summary>The Device receipts for that message, in order.</summary>
    private static List<HeardFrame> Receipts(Tap down, Noodsteunpunt node, FrameHeader message)
    {
        using var envelope = new Envelope(node.Key, node.Number);
        return [.. down.Heard.Where(
            heard => envelope.TryOpen(heard.Bytes, Coordinatiepunt.Number, out var header, out var body)
                && BodyCodec.TryDecode(header, body, coreOnly: false) is DecodeResult.Ok { Body: DeviceReceipt receipt }
                && receipt.Epoch == message.Epoch && !receipt.OfSignal && receipt.Serials().Contains(message.Serial))];
    }

    private static List<KeyValuePair<string, int>> ByReason(JsonNode status) =>
        [.. status["refused"]!["byReason"]!.AsObject().Select(pair => KeyValuePair.Create(pair.Key, (int)pair.Value!))];
}
