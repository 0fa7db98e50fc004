using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Routing;

/// <summary>Which bearers may carry a message at this moment.</summary>
/// <param name="Lan">Over MQTT.</param>
/// <param name="Radio">Over the modem.</param>
public readonly record struct Route(bool Lan, bool Radio)
{
    /// <summary>Danger to life goes on the radio too when the LAN's receipt has not come within 3 s (architecture §3).</summary>
    public static readonly TimeSpan PatienceFlash = TimeSpan.FromSeconds(3);

    /// <summary>Anything else waits 60 s for the LAN's receipt before the radio joins (issue "Noodlink runs", §3).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>LAN up: MQTT. Radio as well when the LAN is down, or when its receipt is late. The first receipt counts,
    /// the other copy is a duplicate.</summary>
    /// <param name="lanUp">The LAN is up and somebody listens at the other end.</param>
    /// <param name="sinceLanOffer">Time since the message was first handed to the LAN; null: not yet.</param>
    public static Route Of(bool lanUp, Precedence precedence, TimeSpan? sinceLanOffer)
    {
        if (!lanUp) return new Route(Lan: false, Radio: true);
        var patience = precedence == Precedence.Flash ? PatienceFlash : Patience;
        return new Route(Lan: true, Radio: sinceLanOffer >= patience);
    }
}
