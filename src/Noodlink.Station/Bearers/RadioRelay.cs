using System.Text.Json;
using Microsoft.Extensions.Logging;
using Noodlink.Protocol;
using Noodlink.Protocol.Radio;

namespace Noodlink.Station.Bearers;

// Between the relay, which decides what of others should go on the air, and the channel, which decides when anything may.
//
// A copy is offered like an own frame: never queued, only taken when it can leave. An own noodmelding or answer that
// waits goes first, and the copy asks again a moment later. Copies use the ordinary airtime; the channel never grants
// them the reserve, and without a ledger they do not go at all.

/// <summary>The frames of others that this station passes on. Every member under the bearer's lock.</summary>
/// <param name="self">Number of this noodsteunpunt.</param>
/// <param name="passesOn">False: only its own way to the hub is watched (<c>Radio:Relay</c>).</param>
/// <param name="timeOnAir">Of a frame with its link header, by its bytes.</param>
internal sealed class RadioRelay(
    ushort self, bool passesOn, Func<int, TimeSpan> timeOnAir, RadioTiming timing, RadioChannel channel, Random random,
    ILogger log, Instant now)
{
    /// <summary>Bytes of a noodmelding's core with its link header (radio.md §12: 51, and one).</summary>
    private const int CoreBytes = 52;

    /// <summary>A copy that found the channel taken asks again after this: half of the time that others give it, see
    /// <see cref="RadioTiming.OwnTurn"/>.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    private readonly HubDistance _distance = new(timing, timeOnAir(CoreBytes));
    private Relay? _relay;
    private Dictionary<string, long>? _left;
    private RelayCopy? _inChannel;
    private long _ticket;
    private Instant _askAgain = Instant.Never;

    private Relay Relay => _relay ??= new Relay(self, timeOnAir, _distance, random, now);

    /// <summary>How often it passed something on.</summary>
    public long Relayed => Relay.Count(RelayReason.Relayed);

    /// <summary>What it left, by reason.</summary>
    public IReadOnlyDictionary<string, long> Left => _left ??= Enum.GetValues<RelayReason>()
        .Where(reason => reason != RelayReason.Relayed && Relay.Count(reason) > 0)
        .ToDictionary(reason => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString()), Relay.Count);

    /// <summary>A frame came in; sealed, without its link header.</summary>
    public void Heard(LinkHeader link, ReadOnlyMemory<byte> frame, double? snrDb, Instant at)
    {
        _left = null;
        var longer = passesOn ? Relay.Heard(link, frame, snrDb, at) : _distance.Heard(link, frame.Span, self, at);
        channel.ExtraListen = _distance.ExtraListen(at);
        if (longer is { } span) channel.ListenOn(span, at);
    }

    /// <summary>The modem has other settings now.</summary>
    public void TimingChanged(RadioTiming changed) => _distance.TimingChanged(changed, timeOnAir(CoreBytes));

    /// <summary>Offers what is due, if an own frame does not come first.</summary>
    public void Offer(Instant at)
    {
        _askAgain = Instant.Never;
        if (!passesOn || _inChannel is not null || !channel.IsModemReady) return;
        _left = null;
        if (!Relay.TryPoll(at, out var copy)) return;

        var bytes = copy!.Frame.Length + copy.Header.Length;
        var offer = new RadioOffer(
            --_ticket, copy.Frame, timeOnAir(bytes), copy.Header.Attempt, Urgent: false, copy.IsAnswered,
            copy.IsAnswer, copy.Header.Following, copy.Header.Hop, copy.IsAlarm);
        if (channel.OwnComesFirst(at) || !channel.TryOffer(offer, at))
        {
            _askAgain = at + AskAgain;
            return;
        }

        Relay.Taken(copy, at);
        _inChannel = copy;
        Log.RadioRelays(log, copy.Frame.Length, copy.Station, copy.Header.Hop, copy.Header.Attempt);
    }

    /// <summary>What became of an offer.</summary>
    /// <returns>False: it was not a copy.</returns>
    public bool IsDone(RadioEvent.Done done, Instant at)
    {
        if (done.Ticket >= 0) return false;
        if (_inChannel is not { } copy || done.Ticket != _ticket) return true;
        _inChannel = null;
        Relay.Transmitted(copy.Ticket, done.OnAir, at);
        return true;
    }

    /// <summary>When to come back; <see cref="Instant.Never"/>: not before something happens.</summary>
    public Instant PollWakeUp() =>
        !passesOn || _inChannel is not null || !channel.IsModemReady ? Instant.Never
        : _askAgain != Instant.Never ? _askAgain
        : Relay.PollWakeUp();
}
