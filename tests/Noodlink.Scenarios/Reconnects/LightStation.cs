using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;
using Noodlink.Scenarios.Ground;
using Noodlink.Station;
using Noodlink.Station.Bearers;

namespace Noodlink.Scenarios.Reconnects;

// A region has 150 noodsteunpunten and this machine has room for two. What the hub sees of one is its connection, its
// sealed frames and its patience: that is what stands here. The connection and its delays are the real ones
// (MqttBearer); keys and account are those of the stations file; the queue is a list in memory that keeps the rules of
// the real one: strict order, at most 64 without a receipt, everything offered again on a new LAN, and nothing but the
// hub's complete receipt ends a sending.

/// <summary>One noodsteunpunt without disk and screen. Its loop is one task; the moments may be read when it is done.
/// </summary>
internal sealed class LightStation : IAsyncDisposable
{
    private const int OutMax = 64;

    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(250), AbsentRetry = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan UnheardHeartbeat = TimeSpan.FromSeconds(10);

    private readonly Noodsteunpunt _point;
    private readonly Envelope _envelope;
    private readonly MqttBearer _bearer;
    private readonly ushort _epoch;
    private readonly Channel<BearerInput> _inputs = Channel.CreateBounded<BearerInput>(256);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<LightLetter> _letters = [];
    private readonly Dictionary<long, LightLetter?> _tickets = [];
    private long _ticket;
    private uint _signal;
    private long _quietUntil, _heartbeatNext;
    private bool _up, _greeted, _absent;
    private volatile int _waiting;
    private Task _running = Task.CompletedTask;

    public LightStation(Noodsteunpunt point, int brokerPort, Random random)
    {
        _point = point;
        _envelope = new Envelope(point.Key, point.Number);
        _epoch = (ushort)random.Next(1, ushort.MaxValue);
        var settings = MqttSettings.ForNode(new MqttOptions { Port = brokerPort }, point.Id) with { Password = () => point.Password };
        _bearer = new MqttBearer(settings, TimeProvider.System, NullLogger<MqttBearer>.Instance, new Random(random.Next()));
    }

    public bool IsUp => _bearer.Status.Up;

    /// <summary>Without a complete receipt.</summary>
    public int Waiting => _waiting;

    /// <summary>When the LAN came up, each time.</summary>
    public List<long> Ups { get; } = [];

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<LightLetter> Letters => _letters;

    /// <summary>Seals a message and keeps it. Only while the hub is away: the loop must not be sending.</summary>
    /// <returns>Its number as people say it.</returns>
    public string Accept(string json)
    {
        using var document = JsonDocument.Parse(json, MessageJson.DocumentOptions);
        var read = MessageJson.Read(document.RootElement, JsonContext.Node(_point.Id));
        var body = Assert.IsType<JsonReadResult.Ok>(read).Body;
        var serial = (uint)_letters.Count + 1;
        var header = new FrameHeader(
            FrameHeader.CurrentVersion, MessageStatus.Actual, Direction.Up, Series.Numbered, body.Kind,
            Precedences.Of(body, null), _point.Number, _epoch, serial, (uint)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        _letters.Add(new LightLetter(header, _envelope.Seal(header, _point.Number, BodyCodec.Encode(body, out _))));
        _waiting++;
        return new MessageNumber(_point.Id, serial).ToString();
    }

    public void Start() => _running = RunAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _bearer.DisposeAsync();
        _envelope.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var carrying = _bearer.RunAsync(_inputs.Writer, _stop.Token);
        using var tick = new PeriodicTimer(Rhythm);
        var turn = tick.WaitForNextTickAsync(_stop.Token).AsTask();
        var input = _inputs.Reader.WaitToReadAsync(_stop.Token).AsTask();
        try
        {
            while (true)
            {
                await await Task.WhenAny(turn, input);
                if (turn.IsCompleted) turn = tick.WaitForNextTickAsync(_stop.Token).AsTask();
                while (_inputs.Reader.TryRead(out var next)) Take(next);
                if (input.IsCompleted) input = _inputs.Reader.WaitToReadAsync(_stop.Token).AsTask();
                Step();
            }
        }
        catch (OperationCanceledException)
        {
            await carrying;
        }
    }

    private void Take(BearerInput input)
    {
        switch (input)
        {
            case BearerInput.Changed { Status.Up: var up }:
                if (up == _up) break;
                (_up, _greeted, _heartbeatNext) = (up, false, 0);
                if (up) Ups.Add(Now);
                OfferAgain();
                break;
            case BearerInput.Done done when _tickets.Remove(done.Ticket, out var letter):
                Settled(letter, done.Outcome);
                break;
            case BearerInput.Received received:
                Open(received.Frame.Span);
                break;
        }
    }

    private void Settled(LightLetter? letter, OfferOutcome outcome)
    {
        if (outcome == OfferOutcome.NobodyListens) (_absent, _quietUntil) = (true, Now + Ticks(AbsentRetry));
        else if (outcome == OfferOutcome.Left) _absent = false;
        if (letter is null)
        {
            if (outcome != OfferOutcome.Left) _heartbeatNext = Now + Ticks(UnheardHeartbeat);
            return;
        }

        letter.InBearer = false;
        letter.Out = outcome == OfferOutcome.Left;
        letter.Next = letter.Out ? Now + Ticks(_bearer.RetryAfter(letter.Tries, letter.IsAlarm)) : 0;
    }

    private void Open(ReadOnlySpan<byte> frame)
    {
        if (!_envelope.TryOpen(frame, Coordinatiepunt.Number, out var header, out var plaintext)) return;
        var body = (BodyCodec.TryDecode(header, plaintext, coreOnly: false) as DecodeResult.Ok)?.Body;
        if (body is not null) (_absent, _quietUntil) = (false, 0);
        if (body is Heartbeat && !_greeted) _greeted = true; // the answer to ours
        else if (body is Heartbeat) OfferAgain();
        if (body is not DeviceReceipt { Complete: true, OfSignal: false } receipt || receipt.Epoch != _epoch) return;
        foreach (var serial in receipt.Serials().Where(serial => serial <= _letters.Count))
        {
            var letter = _letters[(int)serial - 1];
            if (letter.ReceiptedAt is not null) continue;
            letter.ReceiptedAt = Now;
            _waiting--;
        }
    }

    private void OfferAgain()
    {
        (_absent, _quietUntil) = (false, 0);
        foreach (var letter in _letters) (letter.Out, letter.Next) = (false, 0);
    }

    private void Step()
    {
        // Where nobody listened, one at a time asks whether somebody does now.
        if (!_up || Now < _quietUntil || (_absent && _tickets.Count > 0)) return;
        if (Now >= _heartbeatNext && OfferHeartbeat()) _heartbeatNext = long.MaxValue;
        foreach (var letter in _letters.Where(letter => letter is { ReceiptedAt: null, InBearer: false }).OrderBy(letter => letter.Header.Precedence))
        {
            if (_absent && _tickets.Count > 0) return;
            if (letter.Next > Now) continue;
            if (!letter.Out && _letters.Count(other => other.Out) >= OutMax) return;
            if (!Offer(letter.Frame, letter, letter.Tries + 1)) return;
            letter.Tries++;
            letter.InBearer = letter.Out = true;
        }
    }

    private bool OfferHeartbeat()
    {
        var header = new FrameHeader(
            FrameHeader.CurrentVersion, MessageStatus.Actual, Direction.Up, Series.Signal, Kind.Heartbeat, Precedence.Routine,
            _point.Number, _epoch, ++_signal);
        var beat = new Heartbeat(
            (uint)_letters.Count, (ushort)_waiting, 0, (uint)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), Lan: true,
            Radio: false, ScreenOpen: false);
        return Offer(_envelope.Seal(header, _point.Number, BodyCodec.Encode(beat, out _)), letter: null, 1);
    }

    private bool Offer(byte[] frame, LightLetter? letter, int attempt)
    {
        var offer = new Offer(
            ++_ticket, _point.Id, Up: true, frame, attempt, Urgent: letter is { IsAlarm: true }, ReceiptExpected: letter is not null);
        if (!_bearer.TryOffer(offer)) return false;
        _tickets.Add(offer.Ticket, letter);
        return true;
    }

    private static long Now => TimeProvider.System.GetTimestamp();

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
}

/// <summary>One message of a light station on its way.</summary>
internal sealed class LightLetter(FrameHeader header, byte[] frame)
{
    public FrameHeader Header { get; } = header;

    public byte[] Frame { get; } = frame;

    public bool IsAlarm => Header.Kind == Kind.Alarm;

    /// <summary>Handed to the LAN and not given up.</summary>
    public bool Out { get; set; }

    public bool InBearer { get; set; }

    public int Tries { get; set; }

    /// <summary>Not offered again before this moment.</summary>
    public long Next { get; set; }

    public long? ReceiptedAt { get; set; }
}
