namespace Noodlink.Protocol.Wire;

/// <summary>Which way a frame goes. The values travel (1 bit).</summary>
public enum Direction : byte
{
    /// <summary>From the noodsteunpunt to the hub.</summary>
    Up = 0,

    /// <summary>From a hub to the noodsteunpunt.</summary>
    Down = 1,
}

/// <summary>Each station counts in two series (architecture §4.4). The values travel (1 bit).</summary>
public enum Series : byte
{
    /// <summary>Kept on disk, sent until receipted, numbered without gaps.</summary>
    Numbered = 0,

    /// <summary>Device receipts, heartbeats, link tests: own counter with gaps, never sent again for their own
    /// sake.</summary>
    Signal = 1,
}
