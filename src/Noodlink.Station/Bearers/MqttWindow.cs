namespace Noodlink.Station.Bearers;

// What has been handed to the broker and is not acknowledged yet. MQTT 5 lets the receiver bound this (Mosquitto: 20);
// ours is 10 (architecture §4.14): enough to keep a LAN busy, little enough that a new noodmelding never stands behind
// more than that. The station's loop adds, the network thread settles; the lock is held for a publish (which copies and
// queues) and never inside a callback of the library, which may hold the lock that publish waits for.

/// <summary>An acknowledged, refused or lost offer.</summary>
internal readonly record struct MqttSettled(long Ticket, OfferOutcome Outcome, string? Detail);

/// <summary>The window of unacknowledged publishes on the connection that is up, if any.</summary>
internal sealed class MqttWindow(TimeProvider time)
{
    internal const int Size = 10;
    private const int Accepted = 0, NobodySubscribed = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, (long Ticket, long Since)> _unacknowledged = new(Size);
    private readonly List<MqttSettled> _failed = [];
    private Mosquitto? _link;
    private bool _refused;

    /// <summary>True: a settlement with this ticket will follow. False: no link or no room; <see cref="TakeReady"/>
    /// will tell when to ask again. From the station's loop.</summary>
    public bool TryPublish(Offer offer)
    {
        lock (_gate)
        {
            if (_link is null || _unacknowledged.Count + _failed.Count >= Size)
            {
                _refused = true;
                return false;
            }

            Publish(_link, offer);
            return true;
        }
    }

    /// <summary>The link is up: offers are taken from now on.</summary>
    public void Open(Mosquitto link)
    {
        lock (_gate) _link = link;
    }

    /// <summary>The link is gone: every outstanding offer failed, for all we know. The link may be disposed after this.
    /// </summary>
    public void Close(string reason, List<MqttSettled> settled)
    {
        lock (_gate)
        {
            _link = null;
            foreach (var (ticket, _) in _unacknowledged.Values)
                settled.Add(new MqttSettled(ticket, OfferOutcome.Failed, reason));
            _unacknowledged.Clear();
            settled.AddRange(_failed);
            _failed.Clear();
        }
    }

    /// <summary>Moves what the broker answered, and what never reached it, to <paramref name="settled"/>.</summary>
    public void Settle(List<(int MessageId, int Reason)> acknowledged, List<MqttSettled> settled)
    {
        lock (_gate)
        {
            foreach (var (messageId, reason) in acknowledged)
                if (_unacknowledged.Remove(messageId, out var publish))
                    settled.Add(Outcome(publish.Ticket, reason));
            settled.AddRange(_failed);
            _failed.Clear();
        }
    }

    /// <summary>An offer was refused and there is room now. Tells once per refusal.</summary>
    public bool TakeReady()
    {
        lock (_gate)
        {
            var ready = _refused && _link is not null && _unacknowledged.Count < Size;
            if (ready) _refused = false;
            return ready;
        }
    }

    /// <summary>How long the oldest publish has waited for its PUBACK.</summary>
    public TimeSpan OldestWait()
    {
        lock (_gate)
        {
            var oldest = TimeSpan.Zero;
            foreach (var (_, since) in _unacknowledged.Values)
                oldest = time.GetElapsedTime(since) is var wait && wait > oldest ? wait : oldest;
            return oldest;
        }
    }

    /// <summary>Tells the broker goodbye, if there is one to tell. From any thread.</summary>
    public void SayGoodbye()
    {
        lock (_gate) _ = _link?.Disconnect();
    }

    private void Publish(Mosquitto link, Offer offer)
    {
        if (offer.Frame.Length > MqttBearer.FrameBytesMax)
        {
            var detail = $"a frame of {offer.Frame.Length} bytes is too long";
            _failed.Add(new MqttSettled(offer.Ticket, OfferOutcome.Failed, detail));
            return;
        }

        var code = link.Publish(MqttSettings.Topic(offer.Peer, offer.Up), offer.Frame.Span, out var messageId);
        if (code.Ok) _unacknowledged.Add(messageId, (offer.Ticket, time.GetTimestamp()));
        else _failed.Add(new MqttSettled(offer.Ticket, OfferOutcome.Failed, code.ToString()));
    }

    private static MqttSettled Outcome(long ticket, int reason) => reason switch
    {
        Accepted => new MqttSettled(ticket, OfferOutcome.Left, Detail: null),
        NobodySubscribed => new MqttSettled(ticket, OfferOutcome.NobodyListens, "nobody is subscribed (16)"),
        _ => new MqttSettled(ticket, OfferOutcome.Failed, $"the broker refused: {new MosquittoCode(reason)}"),
    };
}
