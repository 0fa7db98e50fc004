namespace Noodlink.Screens.Api;

/// <summary>One server-sent event.</summary>
/// <param name="Number">Counts within a generation; 0 for a ping, which nobody needs to hear again.</param>
/// <param name="Id"><c>generation-number</c>, or null for a ping.</param>
/// <param name="Name"><c>message</c>, <c>status</c>, <c>ping</c>, <c>reset</c>.</param>
/// <param name="Data">One line of JSON.</param>
internal readonly record struct ServerEvent(long Number, string? Id, string Name, ReadOnlyMemory<byte> Data);
