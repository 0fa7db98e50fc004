using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Bearers;

/// <summary>A running LAN bearer whose reports are collected.</summary>
internal sealed class BearerProbe : IAsyncDisposable
{
    private readonly Channel<BearerInput> _inputs;
    private readonly TaskCompletionSource _mayRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<BearerInput> _seen = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run, _read;

    /// <param name="reads">False: what it reports is not read until <see cref="ReadOn"/>.</param>
    public BearerProbe(MqttSettings settings, int seed = 1, int capacity = 64, bool reads = true)
    {
        _inputs = Channel.CreateBounded<BearerInput>(capacity);
        if (reads) ReadOn();
        Bearer = new MqttBearer(settings, TimeProvider.System, NullLogger<MqttBearer>.Instance, new Random(seed));
        _run = Bearer.RunAsync(_inputs.Writer, _stop.Token);
        _read = Read();
    }

    public MqttBearer Bearer { get; }

    public IEnumerable<BearerInput> Seen => _seen;

    public IEnumerable<byte[]> Frames =>
        _seen.OfType<BearerInput.Received>().Select(received => received.Frame.ToArray());

    public static BearerProbe Node(int port, string id = "GR-WK1") =>
        new(MqttSettings.ForNode(new MqttOptions { Port = port }, StationId.Parse(id)));

    public static BearerProbe Hub(int port, string id = "GR-CWK") =>
        new(MqttSettings.ForHub(new MqttOptions { Port = port }, StationId.Parse(id)));

    public static Offer Offer(long ticket, byte[] frame, bool up = true, string peer = "GR-WK1") =>
        new(ticket, StationId.Parse(peer), up, frame, Attempt: 1, Urgent: true, ReceiptExpected: true);

    public void ReadOn() => _mayRead.TrySetResult();

    public Task IsUp() => Until.True(() => Bearer.Status.Up, () => $"up; it says: {Bearer.Status.Detail}");

    public Task IsDown() => Until.True(() => !Bearer.Status.Up, () => "down");

    public async Task<BearerInput.Done> Outcome(long ticket)
    {
        BearerInput.Done? done = null;
        await Until.True(
            () => (done = _seen.OfType<BearerInput.Done>().FirstOrDefault(each => each.Ticket == ticket)) is not null,
            () => $"a Done for ticket {ticket}; {Bearer.Status.Detail}");
        return done!;
    }

    public async ValueTask DisposeAsync()
    {
        ReadOn();
        await _stop.CancelAsync();
        await _run.WaitAsync(TimeSpan.FromSeconds(10));
        await Bearer.DisposeAsync();
        _inputs.Writer.Complete();
        await _read;
        _stop.Dispose();
    }

    private async Task Read()
    {
        await _mayRead.Task;
        await foreach (var input in _inputs.Reader.ReadAllAsync()) _seen.Enqueue(input);
    }
}
