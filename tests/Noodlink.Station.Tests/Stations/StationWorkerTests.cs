using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Tests.Stations;

/// <summary>The loop with real time and real channels: how it starts, ends and fails.</summary>
public sealed class StationWorkerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _directory = World.NewDirectory();
    private readonly StationIdentity _who = new(7, StationId.Parse("GR-WK1"), "Dorpshuis", IsHub: false);
    private readonly Life _life = new();
    private readonly LongBearer _bearer = new(BearerName.Mqtt), _radio = new(BearerName.Radio);
    private readonly MessageQueue _queue;
    private readonly MessageReader _reader;
    private readonly Desk _desk;
    private readonly StationWorker _worker;

    public StationWorkerTests()
    {
        _queue = MessageQueue.Open(_directory, _who, TimeProvider.System, out _);
        _reader = new MessageReader(_queue.Place, _who, _ => "GR-WK1");
        var inputs = Channel.CreateBounded<StationInput>(1024);
        var room = new DiskRoom(new Ballast(_directory, TestStation.BallastBytes), NullLogger.Instance);
        _desk = new Desk(inputs, _reader, room);
        var roads = new Roads(new PeerList(World.PeerOf(7, "GR-WK1")));
        var log = NullLogger.Instance;
        var courier = new Courier(_queue, _who, roads, [_bearer], new TimerOptions(), new Random(1), log);
        var duties = new NodeDuties(_queue, roads, courier);
        var intake = new Intake(_queue, _who, [2], roads, courier, duties, log);
        var loop = new StationLoop(
            _queue, courier, new Packer(_queue, _who, [2], roads, courier), intake, duties, _desk,
            new StationReport(_queue, _reader, _who, roads, [_bearer], room, log), room, log);
        _worker = new StationWorker(
            inputs, loop, _queue, [_radio, _bearer], new RetentionSweep(_queue, 14), TimeProvider.System, _life, log);
    }

    public async ValueTask DisposeAsync()
    {
        _worker.Dispose();
        await _bearer.DisposeAsync();
        _reader.Dispose();
        _queue.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_hundred_at_once_are_all_stored_and_numbered_without_a_gap()
    {
        await _worker.StartAsync(CancellationToken.None);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => AcceptAsync())).WaitAsync(Patience);
        Assert.Equal(
            Enumerable.Range(1, 100).Select(i => $"GR-WK1-{i:D4}"),
            outcomes.Cast<AcceptOutcome.Stored>().Select(stored => stored.Number).Order(StringComparer.Ordinal));
        await _worker.StopAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.True(_bearer.Stopped);
        Assert.False(_life.StopAsked);
    }

    [Fact]
    public async Task After_the_stop_everybody_gets_an_answer()
    {
        await _worker.StartAsync(CancellationToken.None);
        await AcceptAsync().WaitAsync(Patience);
        var stopping = _worker.StopAsync(CancellationToken.None);
        var during = Enumerable.Range(0, 50).Select(_ => AcceptAsync()).ToList();
        await stopping.WaitAsync(Patience);
        var after = await AcceptAsync().WaitAsync(Patience);

        Assert.IsType<AcceptOutcome.NotStored>(after);
        var outcomes = await Task.WhenAll(during).WaitAsync(Patience);
        Assert.All(outcomes, outcome => Assert.True(outcome is AcceptOutcome.Stored or AcceptOutcome.NotStored));
        // Who was told that it is stored finds it; who was told that it is not does not.
        Assert.Equal(
            1 + outcomes.Count(outcome => outcome is AcceptOutcome.Stored),
            _desk.Messages(new MessageFilter([], [], 500)).Items.Count);
    }

    [Fact]
    public async Task The_modem_stops_last_when_all_is_committed_and_the_log_is_folded_into_the_file()
    {
        var log = new FileInfo(Path.Combine(_directory, $"{MessageQueue.FileName}-wal"));
        long? atStop = null;
        var lanWasStopped = false;
        _radio.Stopping = () =>
        {
            log.Refresh();
            (atStop, lanWasStopped) = (log.Exists ? log.Length : 0, _bearer.Stopped);
        };
        await _worker.StartAsync(CancellationToken.None);
        await AcceptAsync().WaitAsync(Patience);
        log.Refresh();
        Assert.True(log.Length > 0);
        await _worker.StopAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(0, atStop);
        Assert.True(lanWasStopped);
    }

    [Fact]
    public async Task A_bearer_that_does_not_stop_does_not_hold_up_the_end()
    {
        _bearer.NeverStops = true;
        await _worker.StartAsync(CancellationToken.None);
        await AcceptAsync().WaitAsync(Patience);
        await _worker.StopAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.True(_radio.Stopped);
        Assert.False(_bearer.Stopped);
    }

    [Fact]
    public async Task A_bearer_that_breaks_ends_the_program_with_70_and_leaves_nobody_waiting()
    {
        try
        {
            await _worker.StartAsync(CancellationToken.None);
            await AcceptAsync().WaitAsync(Patience);
            _bearer.Break();
            await Assert.ThrowsAsync<InvalidOperationException>(() => _worker.ExecuteTask!.WaitAsync(Patience));
            Assert.True(_life.StopAsked);
            Assert.Equal(70, Environment.ExitCode);
            Assert.IsType<AcceptOutcome.NotStored>(await AcceptAsync().WaitAsync(Patience));
        }
        finally
        {
            Environment.ExitCode = 0;
        }
    }

    [Fact]
    public async Task A_bearer_is_noticed_although_the_loop_always_has_work()
    {
        try
        {
            await _worker.StartAsync(CancellationToken.None);
            using var enough = new CancellationTokenSource();
            var busy = Enumerable.Range(0, 4).Select(async _ =>
            {
                while (!enough.IsCancellationRequested) await AcceptAsync();
            }).ToList();
            _bearer.Break();
            await Assert.ThrowsAsync<InvalidOperationException>(() => _worker.ExecuteTask!.WaitAsync(Patience));
            await enough.CancelAsync();
            await Task.WhenAll(busy).WaitAsync(Patience);
        }
        finally
        {
            Environment.ExitCode = 0;
        }
    }

    private Task<AcceptOutcome> AcceptAsync() =>
        _desk.AcceptAsync(new Draft(Some.Report(), MessageStatus.Actual), CancellationToken.None);

    private sealed class LongBearer(BearerName name) : IBearer
    {
        private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Stopped { get; private set; }

        public bool NeverStops { get; set; }

        public Action Stopping { get; set; } = () => { };

        public BearerName Name => name;

        public BearerStatus Status => new(false, DateTimeOffset.UnixEpoch, "never up");

        public void Break() => _broken.SetException(new InvalidOperationException("broken"));

        public bool TryOffer(Offer offer) => false;

        public TimeSpan RetryAfter(int tries, bool alarm) => TimeSpan.FromSeconds(1);

        public async Task RunAsync(ChannelWriter<BearerInput> inputs, CancellationToken stop)
        {
            try
            {
                await _broken.Task.WaitAsync(NeverStops ? CancellationToken.None : stop);
            }
            catch (OperationCanceledException)
            {
                Stopping();
                Stopped = true;
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Life : IHostApplicationLifetime
    {
        public bool StopAsked { get; private set; }

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => StopAsked = true;
    }
}
