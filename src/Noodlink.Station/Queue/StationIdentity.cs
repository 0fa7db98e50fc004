using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Queue;

/// <summary>Who writes this file.</summary>
/// <param name="IsHub">A hub's own messages go down, a noodsteunpunt's go up.</param>
/// <param name="AfterReview">Hub: forwarders wait for a person's release.</param>
public sealed record StationIdentity(ushort Number, StationId Id, string Name, bool IsHub, bool AfterReview = false);
