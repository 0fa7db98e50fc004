using System.Globalization;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>Frames under the right key with anything in them, as a broken or hostile program at the other end could send
/// them: nothing gets into the loop's way, and everything that was kept can be shown.</summary>
/// <remarks><c>NOODLINK_FUZZ_SEED</c> draws other inputs, <c>NOODLINK_FUZZ_COUNT</c> more or fewer of them.</remarks>
public sealed class IntakeFuzz : IDisposable
{
    private static readonly int Count = Setting("NOODLINK_FUZZ_COUNT", 200_000) / 2;
    private static readonly int Seed = Setting("NOODLINK_FUZZ_SEED", 4711);

    private readonly World _world = new();
    private readonly Envelope _envelope = new(World.Key, 7);

    public void Dispose()
    {
        _envelope.Dispose();
        _world.Dispose();
    }

    [Fact]
    public void The_hub_takes_anything_under_a_stations_key() => Feed(_world.Hub, Direction.Up, 7, ToTheHub);

    [Fact]
    public void A_node_takes_anything_under_a_hubs_key()
    {
        for (var i = 0; i < 20; i++) _world.Node.Send(i % 2 == 0 ? Some.Alarm() : Some.Report(), _world.Now);
        Feed(_world.Node, Direction.Down, 2, ToTheNode);
    }

    private static MessageBody[] ToTheHub =>
    [
        Some.Alarm(), Some.Alarm("Kort.", Danger.No), Some.Update("GR-WK1-0003"), Some.Report(),
        new AlarmCancel([Some.Number("GR-WK1-0003")], CancelReason.Resolved, "terecht"),
        new Reply([Some.Number("GR-WK1-0002"), Some.Number("GR-CWK-0001")], new Answer(AnswerKind.Yes), "ja"),
        new Heartbeat(200, 0, 0, 1, true, true, false), new LinkTest(1, [1, 2, 3]),
        new DeviceReceipt(1, 1, [255, 255], true, false, true), new Poll([new SerialRange(1, 300)]),
    ];

    private static MessageBody[] ToTheNode =>
    [
        new Request(StationId.Parse("GR-CWK"), [Some.Number("GR-WK1-0001")], Question.Q1, "hoe?"),
        new ProgressReceipt(1, 1, 3, MessageState.Forwarded, Channel: MeldkamerChannel.Phone, Note: "goed"),
        new ProgressReceipt(1, 3, 9, MessageState.AcceptedDelayed, true, true, true, null, 30, "3217", "ja"),
        new RefusedReceipt(1, 5, 1, RefusalReason.Malformed), new DeviceReceipt(1, 1, [255, 3], false, true, false),
        new Heartbeat(200, 0, 0, 1, true, true, false), new Poll([new SerialRange(1, 300), new SerialRange(400, 0xFFFFFF)]),
        new LinkTest(1, []), Some.Alarm(), Some.Report(),
    ];

    private void Feed(TestStation station, Direction direction, ushort sender, MessageBody[] bodies)
    {
        var random = new Random(Seed);
        var encoded = bodies.Select(body => (body.Kind, Bytes: BodyCodec.Encode(body, out _))).ToArray();
        var inputs = new StationInput[64];
        for (var i = 0; i < Count; i += inputs.Length)
        {
            for (var k = 0; k < inputs.Length; k++)
                inputs[k] = new StationInput.FromBearer(
                    new BearerInput.Received(
                        random.Next(2) == 0 ? BearerName.Mqtt : BearerName.Radio,
                        Frame(random, direction, sender, station.Queue.Epoch, encoded)));
            station.Turn(_world.Now, inputs);
            foreach (var bearer in station.Bearers) bearer.Out.Clear();
            var refused = station.Intake.Refused;
            if (refused.ContainsKey("programFault") || refused.ContainsKey("storageFailed"))
                Assert.Fail($"seed {Seed}, inputs {i} to {i + inputs.Length}: {Culprit(station, inputs)}");
        }

        Assert.All(
            (string[])["unreadable", "unreadableSignal", "repeatedSignal"],
            reason => Assert.True(station.Intake.Refused.ContainsKey(reason), $"the inputs never reach {reason}"));

        // Everything that was kept can be read.
        long? before = null;
        do
        {
            var page = station.Desk.Messages(new Station.Queue.MessageFilter([], Enum.GetValues<Kind>(), 500, before));
            before = page.Next;
        }
        while (before is not null);
        _ = station.Desk.Feed(0, 500);
        _ = station.Desk.Unhandled(500);
        _ = station.Desk.DueVersions("x", 0, 2000);
    }

    /// <summary>Which of a batch it was: the one that fails again.</summary>
    private string Culprit(TestStation station, StationInput[] inputs)
    {
        foreach (var input in inputs.OfType<StationInput.FromBearer>().Select(from => from.Input).OfType<BearerInput.Received>())
        {
            try
            {
                station.Queue.Begin();
                station.Intake.Take(input, new Batch(_world.Now, World.Wall(_world.Now)));
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                return $"{Convert.ToHexString(input.Frame.Span)} {fault}";
            }
            finally
            {
                station.Queue.Rollback();
            }
        }

        return "none of them alone";
    }

    private byte[] Frame(
        Random random, Direction direction, ushort sender, ushort epoch, (Kind Kind, byte[] Bytes)[] encoded)
    {
        var (kind, bytes) = encoded[random.Next(encoded.Length)];
        var series = random.Next(3) == 0 ? Series.Signal : Series.Numbered;
        var header = new FrameHeader(
            (byte)(random.Next(8) == 0 ? random.Next(1, 8) : 1), (MessageStatus)random.Next(1, 4), direction, series,
            random.Next(8) == 0 ? (Kind)random.Next(1, 32) : kind, (Precedence)random.Next(8), 7,
            random.Next(3) == 0 ? epoch : (ushort)random.Next(1, 4),
            (uint)(random.Next(50) == 0 ? random.Next(1, 0xFFFFFF) : random.Next(1, 300)),
            series == Series.Signal ? 0 : random.Next(20) == 0 ? (uint)random.NextInt64(1L << 32) : 1,
            series == Series.Signal || random.Next(2) == 0 ? (byte)0 : (byte)(random.Next(10) == 0 ? random.Next(256) : random.Next(5)));
        var plaintext = Mutate(random, bytes);
        // What is about us must point at us, or nothing happens.
        if (kind == Kind.Receipt && plaintext.Length > 2 && random.Next(2) == 0)
            (plaintext[1], plaintext[2]) = ((byte)(epoch >> 8), (byte)(epoch & 0xFF));
        return _envelope.Seal(header, sender, plaintext);
    }

    private static byte[] Mutate(Random random, byte[] valid)
    {
        var bytes = random.Next(6) switch
        {
            0 => [(byte)random.Next(16), .. valid],
            1 => valid[..random.Next(valid.Length + 1)],
            2 => [.. valid, .. valid],
            _ => valid.ToArray(),
        };
        for (var i = random.Next(4); i > 0 && bytes.Length > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
