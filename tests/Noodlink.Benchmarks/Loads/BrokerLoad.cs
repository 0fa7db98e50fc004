using System.Net.Sockets;
using Noodlink.Benchmarks.Brokers;
using Noodlink.Benchmarks.Measures;
using Noodlink.Benchmarks.Programs;

namespace Noodlink.Benchmarks.Loads;

// The outage of tests/outage.sh without Noodlink: Mosquitto stores and forwards by itself. A listener with a session of
// its own (QoS 1, not clean) subscribes and goes away; the broker is stopped once, so that the session is surely on its
// disk; a sender hands over 72,000 messages, keeps each until its PUBACK and sends it again on a new connection when it
// has none; the broker is killed with signal 9 and started again; the listener comes back and takes what there is.
//
// At 20 messages a second the load lasts an hour and the broker's snapshots (autosave_interval, 1800 s) fall after
// 36,000 and 72,000 messages. Here nobody waits for the hour: where the snapshot would have been, it is asked for.

/// <summary>Mosquitto alone under the load of an hour without the other side.</summary>
internal static class BrokerLoad
{
    private const int Messages = 72_000, PerSnapshot = 36_000, Window = 20;
    private const string Topic = "outage/up", Unlimited = "max_queued_messages 0";

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<Figure>> RunAsync(Ground ground) =>
    [
        .. await RoundAsync(ground, "defaults, nobody killed", "", killAt: null),
        .. await RoundAsync(ground, "defaults, killed halfway", "", PerSnapshot - 1),
        .. await RoundAsync(ground, "no limit on the queue, killed halfway", Unlimited, PerSnapshot - 1),
        .. await RoundAsync(ground, "the same, killed a quarter of an hour later", Unlimited, Messages * 3 / 4),
    ];

    private static async Task<IEnumerable<Figure>> RoundAsync(Ground ground, string name, string more, int? killAt)
    {
        await using var broker = new LoneBroker(ground.NewDirectory(name.Replace(' ', '-')), more);
        await broker.StartAsync();
        using (var listener = await MqttSocket.ConnectAsync(broker.Port, "listener", clean: false))
        {
            await listener.SubscribeAsync(Topic);
            listener.AddDisconnect();
            await listener.FlushAsync();
        }

        await broker.StopAsync();
        await broker.StartAsync();
        var sender = new Sender(broker);
        if (killAt is { } at)
        {
            for (var snapshot = PerSnapshot; snapshot <= at; snapshot += PerSnapshot)
            {
                await sender.SendUntilAsync(snapshot, snapshot);
                await broker.SaveAsync();
            }

            await sender.SendUntilAsync(at, Messages);
            await broker.KillAsync();
            await broker.StartAsync();
        }

        await sender.SendUntilAsync(Messages, Messages);
        var delivered = await DrainAsync(broker);
        var distinct = delivered.Distinct().ToList();
        return
        [
            Figure.Seen($"{name}: acknowledged", sender.Acknowledged.Count, "msg"),
            Figure.Seen("  delivered", distinct.Count, "msg"),
            Figure.Seen("  acknowledged and lost", sender.Acknowledged.Except(distinct).Count(), "msg"),
            Figure.Seen("  delivered twice", delivered.Count - distinct.Count, "msg"),
        ];
    }

    /// <summary>The listener comes back; the end is when nothing came for a while.</summary>
    private static async Task<List<int>> DrainAsync(LoneBroker broker)
    {
        var delivered = new List<int>();
        using var listener = await MqttSocket.ConnectAsync(broker.Port, "listener", clean: false);
        if (!listener.SessionPresent) return delivered;
        while (true)
        {
            using var patience = new CancellationTokenSource(Silence);
            try
            {
                var (packetId, payload) = await listener.ReadPublishAsync(patience.Token);
                delivered.Add(MqttSocket.NumberOf(payload));
                listener.AddPublishAck(packetId);
                await listener.FlushAsync();
            }
            catch (OperationCanceledException)
            {
                return delivered;
            }
        }
    }

    /// <summary>A careful sender: forgets a message when it has its PUBACK.</summary>
    private sealed class Sender(LoneBroker broker)
    {
        private readonly SortedSet<int> _open = [];
        private MqttSocket? _socket;
        private int _next = 1;

        public HashSet<int> Acknowledged { get; } = [];

        /// <summary>Until so many are acknowledged.</summary>
        /// <param name="last">No message after this one is sent; when it is a later one, some are still under way.</param>
        public async Task SendUntilAsync(int count, int last)
        {
            while (Acknowledged.Count < count)
            {
                try
                {
                    _socket ??= await ReconnectAsync();
                    for (; _open.Count < Window && _next <= last; _next++) Add(_next, again: false);
                    await _socket.FlushAsync();
                    Settle(await _socket.ReadPublishAckAsync());
                }
                catch (Exception e) when (e is IOException or SocketException)
                {
                    _socket?.Dispose();
                    _socket = null;
                }
            }
        }

        private async Task<MqttSocket> ReconnectAsync()
        {
            _socket = await MqttSocket.ConnectAsync(broker.Port, "sender", clean: true);
            foreach (var number in _open.ToList()) Add(number, again: true);
            return _socket;
        }

        private void Add(int number, bool again)
        {
            _open.Add(number);
            _socket!.AddPublish(Topic, PacketId(number), MqttSocket.PayloadOf(number), again);
        }

        private void Settle(int packetId)
        {
            foreach (var number in _open.Where(number => PacketId(number) == packetId).ToList())
            {
                _open.Remove(number);
                Acknowledged.Add(number);
            }
        }

        private static int PacketId(int number) => (number % 65_535) + 1;
    }
}
