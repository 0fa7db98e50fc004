using System.Text.Json;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Benchmarks.Programs;

/// <summary>The posted messages as the queue gets them.</summary>
internal static class Samples
{
    public static MessageBody Report { get; } = Read(Posts.Report);

    public static MessageBody Alarm { get; } = Read(Posts.Alarm);

    public static MessageBody Read(byte[] posted)
    {
        using var document = JsonDocument.Parse(posted, MessageJson.DocumentOptions);
        var read = MessageJson.Read(document.RootElement, JsonContext.Node(StationId.Parse(Region.NodeId)));
        return read is JsonReadResult.Ok ok ? ok.Body : throw new InvalidOperationException($"Not a message: {read}");
    }
}
