using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;
using Noodlink.Station.Slots;

namespace Noodlink.Station.Tests.Stations;

/// <summary>A real station on a real file, without threads: the test takes its turns.</summary>
internal sealed class TestStation : IDisposable
{
    private readonly MessageQueue _queue;
    private readonly RetentionSweep _retention;
    private readonly Func<Instant, DateTimeOffset> _clock;
    private readonly MessageReader _reader;
    private readonly StationLoop _loop;
    private readonly SlotLead? _lead;
    private readonly SlotFollower? _follower;
    private readonly Channel<StationInput> _inputs = Channel.CreateUnbounded<StationInput>();

    public TestStation(
        string directory, StationIdentity who, IPeerBook book, IReadOnlyList<ushort> hubs, Instant now,
        Func<Instant, DateTimeOffset> clock, TimerOptions? timers = null, bool afterReview = false,
        params IBearer[] bearers)
    {
        _clock = clock;
        Directory = directory;
        Who = who;
        Bearers = [.. bearers.OfType<WireBearer>()];
        System.IO.Directory.CreateDirectory(directory);
        Room = new DiskRoom(new Ballast(directory, BallastBytes), NullLogger.Instance);
        _queue = MessageQueue.Open(directory, who, TimeProvider.System, out var recovered);
        Recovered = recovered;
        _reader = new MessageReader(_queue.Place, who, number => book.Find(number)?.Id.ToString());
        Desk = new Desk(_inputs, _reader, Room);
        var roads = new Roads(book);
        timers ??= new TimerOptions();
        Courier = new Courier(_queue, who, roads, bearers, timers, new Random(1), NullLogger.Instance);
        Duties duties = who.IsHub
            ? new HubDuties(_queue, roads, Courier, who, new HandOverRules(afterReview, TakesPartInExercises: false), timers)
            : new NodeDuties(_queue, roads, Courier);
        var keys = new NetworkKeyFile(directory);
        var slotted = bearers.FirstOrDefault(bearer => bearer.Slots is not null);
        if (slotted is not null && who.IsHub)
            _lead = new SlotLead(_queue, who, roads, Courier, slotted, keys, NullLogger.Instance);
        if (slotted is not null && !who.IsHub)
            _follower = new SlotFollower(slotted.Slots!, book.All[0].Envelope.Slots, keys, NullLogger.Instance);
        Intake = new Intake(_queue, who, hubs, roads, Courier, duties, NullLogger.Instance)
        {
            Lead = _lead,
            Follower = _follower,
        };
        _loop = new StationLoop(
            _queue, Courier, new Packer(_queue, who, hubs, roads, Courier), Intake, duties, Desk,
            new StationReport(_queue, _reader, who, roads, bearers, Room, NullLogger.Instance), Room,
            NullLogger.Instance) { Lead = _lead };
        _loop.Start(now, clock(now));
        _retention = new RetentionSweep(_queue, days: 14);
    }

    /// <summary>Hundreds of stations share one disk in memory.</summary>
    public const long BallastBytes = 512 * 1024;

    public string Directory { get; }

    public DiskRoom Room { get; }

    public MessageQueue Queue => _queue;

    public StationIdentity Who { get; }

    public IReadOnlyList<WireBearer> Bearers { get; }

    public string? Recovered { get; }

    public Desk Desk { get; }

    /// <summary>Writes and reads the courier's files.</summary>
    public CourierDesk Files => new(Desk, Who, TimeProvider.System, NullLogger.Instance);

    /// <summary>The buttons for a stick that appears in this folder.</summary>
    public Stick StickIn(string folder) => new(Desk, Files, new CourierBearer(folder), Who);

    public Courier Courier { get; }

    public Intake Intake { get; }

    public WireBearer Lan => Bearers.Single(bearer => bearer.Name == BearerName.Mqtt);

    public WireBearer Radio => Bearers.Single(bearer => bearer.Name == BearerName.Radio);

    /// <summary>One turn with everything that was handed in.</summary>
    public void Turn(Instant now, params StationInput[] inputs)
    {
        var all = new List<StationInput>(inputs);
        while (_inputs.Reader.TryRead(out var input)) all.Add(input);
        _loop.Turn(all, now, _clock(now));
        _retention.Turn(now, _clock(now));
        for (var i = 0; _loop.HasUnwritten; i++)
        {
            Assert.True(i < 100, "the loop never comes to rest");
            _loop.Turn([], now, _clock(now));
        }
    }

    /// <summary>What the database says, through a connection of the test's own.</summary>
    public object? Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Directory, MessageQueue.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public AcceptOutcome Accept(Draft draft, Instant now)
    {
        // Not through the desk, which answers on another thread.
        var answer = new TaskCompletionSource<AcceptOutcome>();
        Turn(now, new StationInput.Accept(draft, answer));
        return answer.Task.IsCompleted ? answer.Task.GetAwaiter().GetResult() : throw new InvalidOperationException("no answer");
    }

    public string Send(MessageBody body, Instant now, MessageStatus? status = MessageStatus.Actual, string? to = null) =>
        Accept(new Draft(body, status, to), now) is AcceptOutcome.Stored stored ? stored.Number
            : throw new InvalidOperationException("not stored");

    public StaffOutcome Record(string number, StaffAction action, Instant now)
    {
        var answer = new TaskCompletionSource<StaffOutcome>();
        Turn(now, new StationInput.Record(number, action, answer));
        return answer.Task.IsCompleted ? answer.Task.GetAwaiter().GetResult() : throw new InvalidOperationException("no answer");
    }

    public StaffOutcome ForwardAgain(string number, Instant now)
    {
        var answer = new TaskCompletionSource<StaffOutcome>();
        Turn(now, new StationInput.ForwardAgain(number, "loggist", answer));
        return answer.Task.IsCompleted ? answer.Task.GetAwaiter().GetResult() : throw new InvalidOperationException("no answer");
    }

    /// <summary>As <see cref="Desk.ImportAsync"/>, within this very turn.</summary>
    public IReadOnlyList<ImportedPart> Import(Instant now, BearerName via, params byte[][] parts)
    {
        var answers = parts.Select(_ => new TaskCompletionSource<ImportedPart>()).ToList();
        Turn(now, [.. parts.Zip(answers, (part, answer) => new StationInput.Import(part, via, answer))]);
        return [.. answers.Select(answer => Desk.Numbered(answer.Task.GetAwaiter().GetResult()))];
    }

    /// <summary>Takes turns until somebody on another thread has an answer of the desk.</summary>
    public T Finish<T>(Task<T> asked, Instant now)
    {
        for (var spin = default(SpinWait); !asked.IsCompleted; spin.SpinOnce(sleep1Threshold: -1)) Turn(now);
        return asked.GetAwaiter().GetResult();
    }

    /// <summary>Everything for the other side, as a file.</summary>
    public byte[] Export(Instant now) => Finish(Files.ExportAsync(CancellationToken.None), now)!.File;

    /// <summary>Reads a courier's file.</summary>
    public CourierImport Import(byte[] file, Instant now) => Finish(Files.ImportAsync(file, CancellationToken.None), now);

    public MessageView View(string number) => Desk.Find(number) ?? throw new InvalidOperationException($"{number} is not here");

    public void Dispose()
    {
        _lead?.Dispose();
        _follower?.Dispose();
        _reader.Dispose();
        _queue.Dispose();
    }
}
