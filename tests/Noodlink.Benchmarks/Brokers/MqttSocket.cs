using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Noodlink.Benchmarks.Brokers;

// As much of MQTT 3.1.1 (OASIS 2014) as a sender and a listener with QoS 1 need, on a bare socket: what is counted is
// what stood in the packets, not what a library made of them. Remaining lengths stay below 128 for all that is sent
// here; what is received is read with any length.

/// <summary>One MQTT 3.1.1 connection. One thread at a time.</summary>
internal sealed class MqttSocket : IDisposable
{
    private const byte Connect = 0x10, ConnectAck = 0x20, Publish = 0x30, PublishAck = 0x40, Subscribe = 0x82,
        SubscribeAck = 0x90, Disconnect = 0xE0;

    private const byte Duplicate = 0x08, AtLeastOnce = 0x02, CleanSession = 0x02;
    private const int KeepAliveSeconds = 600;

    private readonly TcpClient _client;
    private readonly BufferedStream _in;
    private readonly MemoryStream _out = new();

    private MqttSocket(TcpClient client)
    {
        _client = client;
        _in = new BufferedStream(client.GetStream(), 16_384);
    }

    /// <summary>The broker had kept a session for this client.</summary>
    public bool SessionPresent { get; private set; }

    /// <exception cref="IOException">The broker does not let us in.</exception>
    /// <exception cref="SocketException">Nobody listens.</exception>
    public static async Task<MqttSocket> ConnectAsync(int port, string clientId, bool clean)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            var socket = new MqttSocket(client);
            byte[] head = [.. Text("MQTT"), 4, clean ? CleanSession : (byte)0, .. Short(KeepAliveSeconds)];
            socket.Add(Connect, [.. head, .. Text(clientId)]);
            await socket.FlushAsync();
            var (type, body) = await socket.ReadAsync(CancellationToken.None);
            if (type != ConnectAck || body[1] != 0) throw new IOException($"CONNECT was answered with {type:X2} {body[1]}.");
            socket.SessionPresent = (body[0] & 1) == 1;
            return socket;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public async Task SubscribeAsync(string topic)
    {
        Add(Subscribe, [.. Short(1), .. Text(topic), 1]);
        await FlushAsync();
        var (type, body) = await ReadAsync(CancellationToken.None);
        if (type != SubscribeAck || body[^1] != 1) throw new IOException($"SUBSCRIBE was answered with {type:X2} {body[^1]}.");
    }

    /// <summary>Puts a QoS 1 message in the packets of the next <see cref="FlushAsync"/>.</summary>
    public void AddPublish(string topic, int packetId, string payload, bool again) => Add(
        (byte)(Publish | AtLeastOnce | (again ? Duplicate : 0)),
        [.. Text(topic), .. Short(packetId), .. Encoding.ASCII.GetBytes(payload)]);

    public void AddPublishAck(int packetId) => Add(PublishAck, Short(packetId));

    public void AddDisconnect() => Add(Disconnect, []);

    public async Task FlushAsync()
    {
        await _client.GetStream().WriteAsync(_out.GetBuffer().AsMemory(0, (int)_out.Length));
        _out.SetLength(0);
    }

    /// <summary>The packet id of the next PUBACK.</summary>
    public async Task<int> ReadPublishAckAsync()
    {
        while (true)
        {
            var (type, body) = await ReadAsync(CancellationToken.None);
            if (type == PublishAck) return BinaryPrimitives.ReadUInt16BigEndian(body);
        }
    }

    /// <summary>The next QoS 1 message.</summary>
    public async Task<(int PacketId, string Payload)> ReadPublishAsync(CancellationToken patience)
    {
        while (true)
        {
            var (type, body) = await ReadAsync(patience);
            if ((type & 0xF0) != Publish) continue;
            var topic = BinaryPrimitives.ReadUInt16BigEndian(body);
            var packetId = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(2 + topic));
            return (packetId, Encoding.ASCII.GetString(body.AsSpan(4 + topic)));
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _in.Dispose();
        _out.Dispose();
    }

    private async Task<(byte Type, byte[] Body)> ReadAsync(CancellationToken patience)
    {
        var one = new byte[1];
        await _in.ReadExactlyAsync(one, patience);
        var type = one[0];
        var (length, shift) = (0, 0);
        do
        {
            await _in.ReadExactlyAsync(one, patience);
            length |= (one[0] & 0x7F) << shift;
            shift += 7;
        }
        while ((one[0] & 0x80) != 0 && shift < 28);

        var body = new byte[length];
        await _in.ReadExactlyAsync(body, patience);
        return (type, body);
    }

    private void Add(byte type, byte[] body)
    {
        var length = body.Length;
        _out.WriteByte(type);
        do
        {
            _out.WriteByte((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);

        _out.Write(body);
    }

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)(value & 0xFF)];

    private static byte[] Text(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        return [.. Short(bytes.Length), .. bytes];
    }

    /// <summary>What a message carries: its number, filled up to the size of a sealed situation report.</summary>
    public static string PayloadOf(int number) =>
        number.ToString(CultureInfo.InvariantCulture).PadRight(PayloadBytes, '.');

    public static int NumberOf(string payload) => int.Parse(payload.TrimEnd('.'), CultureInfo.InvariantCulture);

    private const int PayloadBytes = 160;
}
