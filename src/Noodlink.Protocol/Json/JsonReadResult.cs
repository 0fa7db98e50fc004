using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>What reading the JSON of a message gave. A closed set: <see cref="Ok"/> or <see cref="Failed"/>.</summary>
public abstract record JsonReadResult
{
    private JsonReadResult() { }

    /// <summary>The message is valid.</summary>
    /// <param name="Body">What it says.</param>
    /// <param name="Status">As given, or fixed by the kind; null: as what it refers to.</param>
    /// <param name="To">Only of a hub's message: the noodsteunpunten that it is for.</param>
    /// <param name="Entry">Only of a noodmelding at a hub: on whose behalf it is typed in there.</param>
    /// <param name="ToAll">Only of a hub's message: it is for every noodsteunpunt, and <paramref name="To"/> is
    /// empty.</param>
    public sealed record Ok(
        MessageBody Body, MessageStatus? Status, ValueList<StationId> To, HandEntry? Entry = null, bool ToAll = false)
        : JsonReadResult;

    /// <summary>It is not, and this is why.</summary>
    /// <param name="Errors">What is wrong, by path (<c>location.postcode</c>, <c>services[0]</c>; <c>$</c> is the
    /// whole).</param>
    public sealed record Failed(IReadOnlyDictionary<string, FieldFault[]> Errors) : JsonReadResult;
}
