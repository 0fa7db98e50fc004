using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Routing;

/// <summary>Which bearers may carry a message: the LAN whenever it is up, and the radio beside it when the LAN does not
/// bring a receipt. The first receipt counts, the other copy is a duplicate.</summary>
/// <remarks>Stateless; safe on any thread.</remarks>
public static class Route
{
    /// <summary>Danger to life goes on the radio too when the LAN's receipt has not come within 3 s (architecture §3).</summary>
    public static readonly TimeSpan PatienceFlash = TimeSpan.FromSeconds(3);

    /// <summary>Anything else waits 60 s for the LAN's receipt before the radio joins (issue "Noodlink runs", §3).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>From when on the radio may carry a message that has no receipt.</summary>
    /// <param name="lanUp">The LAN is up and somebody listens at the other end.</param>
    /// <param name="lanSince">Since when the LAN could have brought it: since it was accepted, or since the LAN is up. Not
    /// since it was handed over: a LAN that hangs takes nothing, and that must not keep a noodmelding off the air.</param>
    public static Instant RadioFrom(bool lanUp, Precedence precedence, Instant lanSince) =>
        !lanUp ? Instant.Zero : lanSince + (precedence == Precedence.Flash ? PatienceFlash : Patience);
}
