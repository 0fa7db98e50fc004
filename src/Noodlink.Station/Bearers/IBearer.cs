using System.Threading.Channels;
using Noodlink.Protocol;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Bearers;

/// <summary>A way that sealed parts travel: MQTT over the LAN, a radio modem, later a USB stick.</summary>
/// <remarks>
/// A bearer promises nothing: only the hub's sealed receipt ends a sending. It never blocks its caller, never depends on
/// another bearer, and reports what happens as <see cref="BearerInput"/>s. All members may be called from any thread;
/// <see cref="TryOffer"/> only from the station's one loop.
/// </remarks>
public interface IBearer : IAsyncDisposable
{
    BearerName Name { get; }

    /// <summary>The latest state, replaced as a whole.</summary>
    BearerStatus Status { get; }

    /// <summary>Hands over one sealed part. False: no room now; a <see cref="BearerInput.Ready"/> follows when there is.
    /// True: exactly one <see cref="BearerInput.Done"/> with the same ticket follows, also when the link dies.</summary>
    bool TryOffer(Offer offer);

    /// <summary>How long after a transmission the same part may be offered again, when no receipt came.</summary>
    /// <param name="tries">Transmissions on this bearer so far, from 1.</param>
    /// <param name="alarm">A noodmelding: tried more eagerly on the radio.</param>
    TimeSpan RetryAfter(int tries, bool alarm);

    /// <summary>A receipt came in over this bearer for something that this station sent: a radio that kept silent to hear
    /// it may go on. Tell it for each such receipt, before the next <see cref="TryOffer"/>.</summary>
    void ReceiptHeard() { }

    /// <summary>Radio: how long a frame of so many sealed bytes is on the air. Zero: this bearer has no such
    /// thing.</summary>
    /// <param name="more">Other frames follow behind it, which takes a byte.</param>
    TimeSpan TimeOnAir(int sealedBytes, bool more) => TimeSpan.Zero;

    /// <summary>Radio: the time that a hub divides; null: this bearer sends when it likes.</summary>
    SlotDoor? Slots => null;

    /// <summary>The loops that carry: asked by the watch whether they still turn.</summary>
    IReadOnlyList<LifeSign> Signs => [];

    /// <summary>Connects, reconnects and carries until stopped. Lost links are states, not exceptions.</summary>
    /// <param name="inputs">Bounded; a full channel makes the bearer wait, never drop.</param>
    Task RunAsync(ChannelWriter<BearerInput> inputs, CancellationToken stop);
}

/// <summary>How something came in or went out (interfaces.md §4).</summary>
public enum BearerName : byte
{
    Mqtt = 1,
    Radio = 2,
    Courier = 3,
    Voice = 4,
    Paper = 5,
    WalkIn = 6,
}

/// <summary>The state of a bearer, for people and for routing.</summary>
/// <param name="Up">Something offered now would leave at once.</param>
/// <param name="Since">Wall time of the last change.</param>
/// <param name="Detail">In English, for the technician: broker address and reason, modem and reason.</param>
/// <param name="DutyCycleUsedPercent">Radio only: share of the last 3600 s spent sending.</param>
/// <param name="AirtimeLeftPercent">Radio only: 0-100 of the allowance of this hour.</param>
/// <param name="Relayed">Radio only: frames of other stations passed on since the start.</param>
/// <param name="NotRelayed">Radio only: frames of other stations that were left, by reason.</param>
/// <param name="Silent">Radio only: the modem cannot tell whether it works, and nothing is heard for long.</param>
public sealed record BearerStatus(
    bool Up, DateTimeOffset Since, string Detail, double? DutyCycleUsedPercent = null, double? AirtimeLeftPercent = null,
    long Relayed = 0, IReadOnlyDictionary<string, long>? NotRelayed = null,
    bool Silent = false);

/// <summary>One sealed part for one bearer.</summary>
/// <param name="Ticket">The caller's own number, given back in <see cref="BearerInput.Done"/>.</param>
/// <param name="Peer">The noodsteunpunt that the frame names: itself at a node, the addressed one at the hub.</param>
/// <param name="Up">Station to hub (topic <c>up</c>) or hub to station (topic <c>down</c>).</param>
/// <param name="Frame">Header, ciphertext and tag, as stored at Accept.</param>
/// <param name="Attempt">1 for the first transmission of this part on this bearer; counts on for ever.</param>
/// <param name="Urgent">A noodmelding or its receipt: may use the airtime reserve, gets no random first delay.</param>
/// <param name="ReceiptExpected">The other side will answer: after sending, listen for it before sending more.</param>
/// <param name="Answer">A Device receipt: the other side listens for it now. Offer these before anything else.</param>
/// <param name="Following">Radio: how long the frames that this station sends right behind this one take, gaps included;
/// others leave it the air so long, and the other side answers after them. Zero: this one is to be answered at once.</param>
public sealed record Offer(
    long Ticket, StationId Peer, bool Up, ReadOnlyMemory<byte> Frame, int Attempt, bool Urgent, bool ReceiptExpected,
    bool Answer = false, TimeSpan Following = default);

/// <summary>What a bearer reports to the station's loop. A closed set.</summary>
public abstract record BearerInput
{
    private BearerInput() { }

    /// <summary>A frame came in; not yet authenticated. The link header is already taken off.</summary>
    /// <param name="RssiDbm">Radio, where the modem tells.</param>
    /// <param name="SnrDb">Radio, where the modem tells.</param>
    /// <param name="From">MQTT: whose topic it came in by; the broker lets nobody else write there.</param>
    public sealed record Received(
        BearerName Bearer, ReadOnlyMemory<byte> Frame, double? RssiDbm = null, double? SnrDb = null, StationId? From = null)
        : BearerInput
    {
        /// <summary>Radio: for how long its sender goes on behind this frame; zero: it was the last one. Not
        /// authenticated.</summary>
        public TimeSpan Following { get; init; }

        /// <summary>Radio: how often it was relayed, 0-3. Not authenticated.</summary>
        public int Hop { get; init; }

        /// <summary>Radio: when its last symbol was heard, on the bearer's own clock; only <see cref="SlotDoor"/> knows what
        /// to do with it.</summary>
        public Instant HeardAt { get; init; }

        /// <summary>Radio, hub: it came in a turn of the station that it names, and this is the place of its slot among the
        /// answers of the next beacon.</summary>
        public int? SlotAnswer { get; init; }
    }

    /// <summary>What became of an offer.</summary>
    /// <param name="AnswerIn">Radio: it left in a turn, and a beacon answers by then; until then it need not go
    /// again.</param>
    public sealed record Done(
        BearerName Bearer, long Ticket, OfferOutcome Outcome, string? Detail = null, TimeSpan? AnswerIn = null) : BearerInput;

    /// <summary>Up or down changed.</summary>
    public sealed record Changed(BearerName Bearer, BearerStatus Status) : BearerInput;

    /// <summary>There is room again after a refused <see cref="IBearer.TryOffer"/>, or a wait for a receipt is over.</summary>
    public sealed record Ready(BearerName Bearer) : BearerInput;
}

/// <summary>What became of an offer. Not one of these means that it arrived.</summary>
public enum OfferOutcome : byte
{
    /// <summary>It left: PUBACK with code 0, or the modem has transmitted it.</summary>
    Left,

    /// <summary>The broker has it and nobody listens (PUBACK 16): this counts as LAN down for this peer.</summary>
    NobodyListens,

    /// <summary>It did not leave, or nobody knows: lost link, time-out, refused by broker or modem.</summary>
    Failed,
}
