using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;
using Noodlink.Scenarios.Ground;
using Noodlink.Station.Bearers;

namespace Noodlink.Scenarios.Hostile;

// Four kinds of neighbour that nobody wishes for, each as fast as it can or as fast as the issue asks. All but the last
// have something genuine: a key and a password that were stolen, or a cable into the LAN.

/// <summary>What an attacker does, until told to stop.</summary>
/// <param name="Name">As it stands in the table.</param>
/// <param name="RunAsync">Calls back for each thing it did.</param>
internal sealed record Attack(string Name, Func<Action, CancellationToken, Task> RunAsync)
{
    /// <summary>Valid messages of a station, new ones without end.</summary>
    public static Attack Flood(Region region, Noodsteunpunt mad) => new("valid messages of another station", (did, stop) =>
    {
        var envelope = new Envelope(mad.Key, mad.Number);
        var report = BodyCodec.Encode(new SituationReport { Open = true, Present = 63, Text = "Rustig." }, out _);
        var serial = 0u;
        return PublishAsync(
            region, mad, did,
            () => envelope.Seal(Header(mad, Kind.SituationReport, Precedence.Routine, ++serial), mad.Number, report), stop);
    });

    /// <summary>Packets as large as the broker takes.</summary>
    public static Attack LargePackets(Region region, Noodsteunpunt mad)
    {
        var packet = new byte[16_000];
        new Random(1).NextBytes(packet);
        Header(mad, Kind.SituationReport, Precedence.Routine, 1).Write(packet);
        return new Attack("16 kB packets of another station", (did, stop) => PublishAsync(region, mad, did, () => packet, stop));
    }

    /// <summary>Frames in the station's name that no key opens.</summary>
    public static Attack WrongKeys(Region region, Noodsteunpunt mad)
    {
        var frame = new byte[120];
        Header(mad, Kind.Alarm, Precedence.Flash, 1).Write(frame);
        return new Attack("frames that do not open", (did, stop) => PublishAsync(region, mad, did, () => frame, stop));
    }

    /// <summary>A thousand connections to the hub's screen from other machines, a letter a second in each.</summary>
    public static Attack SlowConnections(Region region) => new("slow connections to the hub's screen", async (did, stop) =>
    {
        const int machines = 20, each = 50;
        var open = new List<Socket>();
        try
        {
            for (var machine = 2; machine < machines + 2; machine++)
            for (var i = 0; i < each; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                open.Add(socket);
                socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)machine]), 0));
                await TryConnectAsync(socket, region.Hub.Program.Port, stop);
                did();
            }

            foreach (var letter in Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nX-A: {new string('a', 10_000)}"))
            {
                foreach (var socket in open) await TrySendAsync(socket, letter);
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, stop);
            }
        }
        finally
        {
            foreach (var socket in open) socket.Dispose();
        }
    });

    /// <summary>Wrong passwords at the broker, one connection each.</summary>
    public static Attack WrongPasswords(Region region, Noodsteunpunt mad) => new("wrong passwords at the broker", async (did, stop) =>
    {
        var connect = Connect(mad.Id.ToString(), "geraden");
        var answer = new byte[64];
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, region.Hub.BrokerPort, stop);
            await socket.SendAsync(connect, stop);
            await socket.ReceiveAsync(answer, stop);
            did();
        }
    });

    private static FrameHeader Header(Noodsteunpunt from, Kind kind, Precedence precedence, uint serial) => new(
        FrameHeader.CurrentVersion, MessageStatus.Actual, Direction.Up, Series.Numbered, kind, precedence, from.Number, 77,
        serial, 1_700_000_000);

    [SuppressMessage("Reliability", "CA2000", Justification = "The source of the stop outlives the bearer.")]
    private static async Task PublishAsync(
        Region region, Noodsteunpunt mad, Action did, Func<byte[]> next, CancellationToken stop)
    {
        var settings = new MqttSettings
        {
            Hosts = [string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{region.Hub.BrokerPort}")],
            Username = mad.Id.ToString(), Password = () => mad.Password, Subscription = MqttSettings.Topic(mad.Id, up: false),
        };
        var bearer = new MqttBearer(settings, TimeProvider.System, NullLogger<MqttBearer>.Instance);
        await using var _ = bearer;
        var told = Channel.CreateBounded<BearerInput>(64);
        var running = bearer.RunAsync(told.Writer, stop);
        var ticket = 0L;
        while (await told.Reader.WaitToReadAsync(stop))
        {
            while (told.Reader.TryRead(out var input))
                if (input is BearerInput.Done { Outcome: OfferOutcome.Left }) did();
            while (bearer.Status.Up && bearer.TryOffer(
                new Offer(++ticket, mad.Id, Up: true, next(), 1, Urgent: false, ReceiptExpected: false)))
            {
            }
        }

        await running;
    }

    private static async Task TryConnectAsync(Socket socket, int port, CancellationToken stop)
    {
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, stop);
        }
        catch (SocketException)
        {
            // Turned away at the door.
        }
    }

    private static async Task TrySendAsync(Socket socket, byte letter)
    {
        try
        {
            await socket.SendAsync(new[] { letter });
        }
        catch (SocketException)
        {
            // Turned away, or shown the door after its time: that is what should happen.
        }
    }

    /// <summary>MQTT 5.0 §3.1, with a user name and a password and nothing else.</summary>
    private static byte[] Connect(string user, string password)
    {
        var body = new List<byte> { 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 5, 0b1100_0010, 0, 10, 0, 0, 0 };
        foreach (var text in (string[])[user, password])
        {
            body.AddRange([0, (byte)text.Length]);
            body.AddRange(Encoding.ASCII.GetBytes(text));
        }

        return [0x10, (byte)body.Count, .. body];
    }
}
