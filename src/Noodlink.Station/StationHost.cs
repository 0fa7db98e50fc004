using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noodlink.Protocol.Sealing;
using Noodlink.Station.Bearers;
using Noodlink.Station.Modems;
using Noodlink.Station.Queue;
using Noodlink.Station.Slots;

namespace Noodlink.Station;

/// <summary>A station put together: the desk that the program uses and the worker that runs it.</summary>
/// <remarks>The one place where the parts of a station are made.</remarks>
public sealed class StationHost : IAsyncDisposable
{
    private readonly MessageQueue _queue;
    private readonly MessageReader _reader;
    private readonly IReadOnlyList<IBearer> _bearers;
    private readonly DirectoryClaim _claim;
    private readonly IDisposable? _slots;

    private StationHost(
        Desk desk, CourierDesk courier, Stick? stick, StationWorker worker,
        MessageQueue queue, MessageReader reader, IReadOnlyList<IBearer> bearers,
        DirectoryClaim claim, IDisposable? slots)
    {
        _slots = slots;
        Desk = desk;
        Courier = courier;
        Stick = stick;
        Worker = worker;
        _queue = queue;
        _reader = reader;
        _bearers = bearers;
        _claim = claim;
    }

    /// <summary>The door through which programs talk to this station.</summary>
    public Desk Desk { get; }

    /// <summary>Writes and reads the file that a person carries.</summary>
    public CourierDesk Courier { get; }

    /// <summary>The buttons for the USB stick; null without <c>Courier:Directory</c>.</summary>
    public Stick? Stick { get; }

    /// <summary>To be run by the host as a hosted service.</summary>
    public StationWorker Worker { get; }

    /// <summary>Of the station's loop and of those of its bearers.</summary>
    public IEnumerable<LifeSign> Signs => [Worker.Sign, .. _bearers.SelectMany(bearer => bearer.Signs)];

    /// <summary>A noodsteunpunt.</summary>
    /// <exception cref="NewerFileException">The data belongs to newer software.</exception>
    /// <exception cref="DirectoryInUseException">Another program uses the data directory.</exception>
    public static StationHost Node(
        StationSetup setup, TimeProvider time, ILoggerFactory logs, IHostApplicationLifetime life) => Build(
        setup, new NodePeerBook(setup), setup.Mqtt.Enabled ? MqttSettings.ForNode(setup.Mqtt, setup.Identity.Id) : null,
        rules: null, time, logs, life);

    /// <summary>A coördinatiepunt.</summary>
    /// <param name="mqtt">Null: no LAN bearer.</param>
    /// <param name="afterReview"><c>Meldkamer:Release</c> is AfterReview.</param>
    /// <param name="takesPartInExercises"><c>Meldkamer:TakesPartInExercises</c>.</param>
    /// <exception cref="NewerFileException">The data belongs to newer software.</exception>
    /// <exception cref="DirectoryInUseException">Another program uses the data directory.</exception>
    public static StationHost Hub(
        StationSetup setup, IPeerBook stations, MqttSettings? mqtt, bool afterReview, bool takesPartInExercises,
        TimeProvider time, ILoggerFactory logs, IHostApplicationLifetime life) => Build(
        setup, stations, mqtt, new HandOverRules(afterReview, takesPartInExercises), time, logs, life);

    /// <summary>After an orderly end. A loop that did not come back in time may be in the middle of a commit: then nothing
    /// is taken from under it, and the end of the process is like any loss of power.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Worker.ExecuteTask is { IsCompleted: false }) return;
        foreach (var bearer in _bearers) await bearer.DisposeAsync();
        _slots?.Dispose();
        _reader.Dispose();
        _queue.Dispose();
        _claim.Dispose();
    }

    private static StationHost Build(
        StationSetup setup, IPeerBook book, MqttSettings? mqtt, HandOverRules? rules, TimeProvider time,
        ILoggerFactory logs, IHostApplicationLifetime life)
    {
        var log = logs.CreateLogger("Noodlink.Station");
        var who = setup.Identity with { AfterReview = rules is { AfterReview: true } };
        var directory = setup.Station.DataDirectory;
        var (queue, claim, room) = OpenAlone(directory, who, time, log, out var recovered);
        if (recovered is not null) Log.QueueRecovered(log, recovered);
        Log.QueueOpened(
            log, directory, Sqlite.Version, queue.CountWaiting().Many, queue.Epoch, queue.HighestSerial);

        var dropped = new DropCount();
        var bearers = Bearers(setup, mqtt, room, time, logs, dropped);
        var reader = new MessageReader(queue.Place, who, number => book.Find(number)?.Id.ToString());
        var inputs = Channel.CreateBounded<StationInput>(
            new BoundedChannelOptions(1024) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        var desk = new Desk(inputs, reader, room) { Dropped = dropped };
        var roads = new Roads(book);
        var courier = new Courier(queue, who, roads, bearers, setup.Timers, new Random(), log)
        {
            ScreenOpen = () => desk.ScreensOpen > 0,
            Dropped = dropped,
        };
        Duties duties = rules is null
            ? new NodeDuties(queue, roads, courier)
            : new HubDuties(queue, roads, courier, who, rules, setup.Timers);
        var (lead, follower) = Slots(directory, who, book, bearers, queue, roads, courier, log);
        var intake = new Intake(queue, who, setup.HubNumbers, roads, courier, duties, log)
        {
            Dropped = dropped,
            Lead = lead,
            Follower = follower,
        };
        var report = new StationReport(queue, reader, who, roads, bearers, room, log);
        var packer = new Packer(queue, who, setup.HubNumbers, roads, courier);
        var loop = new StationLoop(queue, courier, packer, intake, duties, desk, report, room, log) { Lead = lead };
        var worker = new StationWorker(
            inputs, loop, queue, bearers, new RetentionSweep(queue, setup.RetentionDays), time, life, log, dropped);
        var files = new CourierDesk(desk, who, time, log);
        var stick = setup.Courier.Directory is { Length: > 0 } folder
            ? new Stick(desk, files, new CourierBearer(folder), who) : null;
        return new StationHost(desk, files, stick, worker, queue, reader, bearers, claim,
            (IDisposable?)lead ?? follower);
    }

    private static (MessageQueue Queue, DirectoryClaim Claim, DiskRoom Room) OpenAlone(
        string directory, StationIdentity who, TimeProvider time, ILogger log, out string? recovered)
    {
        var claim = DirectoryClaim.Take(directory);
        try
        {
            var room = new DiskRoom(new Ballast(directory), log);
            while (true)
            {
                try
                {
                    return (MessageQueue.Open(directory, who, time, out recovered), claim, room);
                }
                catch (Exception full) when (DiskFull.Is(full))
                {
                    // Also opening writes; with a piece of the ballast there is room for it. Without one it starts all the
                    // same, and shows what there is.
                    if (room.TryMakeRoom(Claim.Upkeep)) continue;
                    return (MessageQueue.OpenUnwritten(directory, who, time, full, out recovered), claim, room);
                }
            }
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private static List<IBearer> Bearers(
        StationSetup setup, MqttSettings? mqtt, DiskRoom room, TimeProvider time, ILoggerFactory logs, DropCount dropped)
    {
        var bearers = new List<IBearer>();
        if (mqtt is not null) bearers.Add(new MqttBearer(mqtt, time, logs.CreateLogger<MqttBearer>(), random: null, dropped));
        var modem = ModemCatalogue.Create(
            setup.Radio.Modem, setup.RadioSettings, time, logs.CreateLogger("Noodlink.Station.Modems"), dropped);
        if (modem is not null)
            bearers.Add(
                new RadioBearer(
                    modem, setup.RadioSettings, setup.Station.DataDirectory, time, logs.CreateLogger<RadioBearer>(),
                    makeRoom: () => room.TryMakeRoomForFile(Claim.Upkeep), slotsOf: SlotsOf(setup),
                    relayOf: setup.Identity.IsHub ? null : setup.Identity.Number, passesOn: setup.Radio.Relay));
        return bearers;
    }

    /// <summary>Whether this station takes part when a hub divides the time, and as whom.</summary>
    private static ushort? SlotsOf(StationSetup setup) => setup.Radio.Schedule == RadioSchedule.Off
        ? null
        : setup.Identity.IsHub ? (ushort)0 : setup.Identity.Number;

    private static (SlotLead? Lead, SlotFollower? Follower) Slots(
        string directory, StationIdentity who, IPeerBook book, List<IBearer> bearers, MessageQueue queue, Roads roads,
        Courier courier, ILogger log)
    {
        if (bearers.Find(bearer => bearer.Slots is not null) is not { Slots: { } door } radio) return (null, null);
        var keys = new NetworkKeyFile(directory);
        return who.IsHub
            ? (new SlotLead(queue, who, roads, courier, radio, keys, log), null)
            : (null, new SlotFollower(door, book.All[0].Envelope.Slots, keys, log));
    }

    /// <summary>At a node there is one address, in both directions: its own.</summary>
    private sealed class NodePeerBook(StationSetup setup) : IPeerBook
    {
        private readonly Peer _self = new(
            setup.Identity.Number, setup.Identity.Id, setup.Identity.Name, setup.Station.Gemeente,
            new Envelope(setup.Key!, setup.Identity.Number));

        public int Generation => 1;

        public IReadOnlyList<Peer> All => [_self];

        public Peer? Find(ushort number) => number == _self.Number ? _self : null;

        public Peer? Find(Protocol.Messages.StationId id) => id == _self.Id ? _self : null;
    }
}
