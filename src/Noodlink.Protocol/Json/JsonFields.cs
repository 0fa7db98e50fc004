using System.Text.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>The fields of one JSON object, taken one by one. What is wrong goes to the errors and reads as absent; what
/// nobody took is unknown, and an error too: else something typed would be lost silently.</summary>
/// <remarks>A field that is null, or a text of only white space, is a field that was left empty: it reads as
/// absent.</remarks>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _left = new(StringComparer.Ordinal);
    private readonly JsonErrors _errors;
    private readonly string _path;

    public JsonFields(JsonElement element, JsonErrors errors, string path = "")
    {
        _errors = errors;
        _path = path;
        foreach (var property in element.EnumerateObject())
        {
            if (NameOf(property) is not { } name) errors.Add(PathOf("$"), FieldFaultKind.BadCharacter);
            else _left[name] = property.Value;
        }
    }

    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public void Fault(string name, FieldFault fault) => _errors.Add(PathOf(name), fault);

    /// <summary>A fault of the object as a whole.</summary>
    public void Fault(FieldFault fault) => _errors.Add(_path.Length == 0 ? "$" : _path, fault);

    /// <summary>Whatever was not taken is unknown.</summary>
    public void End()
    {
        foreach (var name in _left.Keys) Fault(name, FieldFaultKind.UnknownField);
    }

    /// <summary>Was the field there with something in it, right or wrong? Ask before taking it.</summary>
    public bool Has(string name) => _left.TryGetValue(name, out var element) && !IsLeftEmpty(element);

    public string? Text(string name, TextLimit limit) =>
        Take(name) is { } element ? Text(PathOf(name), element, limit) : null;

    /// <summary>An enumeration by its English identifier, exactly as written in interfaces.md.</summary>
    public T? Word<T>(string name) where T : struct, Enum =>
        Take(name) is { } element ? Word<T>(PathOf(name), element) : null;

    /// <summary>The same where an answer has to be there.</summary>
    public T? MandatoryWord<T>(string name) where T : struct, Enum
    {
        if (!Has(name)) Fault(name, FieldFaultKind.Mandatory);
        return Word<T>(name);
    }

    public int? Whole(string name, int least, int most)
    {
        if (Take(name) is not { } element) return null;
        if (element.ValueKind != JsonValueKind.Number) return Wrong<int>(name, FieldFaultKind.NotWholeNumber);
        if (!element.TryGetInt32(out var value) || value < least || value > most)
            return Wrong<int>(name, FieldFault.Range(least, most));
        return value;
    }

    public decimal? Decimal(string name)
    {
        if (Take(name) is not { } element) return null;
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDecimal(out var value))
            return Wrong<decimal>(name, FieldFaultKind.NotNumber);
        return value;
    }

    public bool? YesNo(string name) => Take(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => Wrong<bool>(name, FieldFaultKind.NotYesNo),
    };

    /// <summary>A list of words without repeats. Like every list: null when it is absent or anything in it is
    /// wrong.</summary>
    public ValueList<T>? Words<T>(string name) where T : struct, Enum =>
        List(name, Enum.GetValues<T>().Length, Word<T>);

    /// <summary>Numbers of other messages.</summary>
    public ValueList<MessageNumber>? References(string name) => List<MessageNumber>(name, Limits.References, Number);

    /// <summary>Names of noodsteunpunten.</summary>
    public ValueList<StationId>? Stations(string name, int most) => List<StationId>(name, most, Station);

    /// <summary>The number of one message.</summary>
    public MessageNumber? Number(string name) => Take(name) is { } element ? Number(PathOf(name), element) : null;

    /// <summary>The name of one station.</summary>
    public StationId? Station(string name) => Take(name) is { } element ? Station(PathOf(name), element) : null;

    public JsonFields? Object(string name)
    {
        if (Take(name) is not { } element) return null;
        if (element.ValueKind == JsonValueKind.Object) return new JsonFields(element, _errors, PathOf(name));
        Fault(name, FieldFaultKind.NotObject);
        return null;
    }

    /// <summary>A list of objects, each to be read and ended by the caller. What is no object is an error and is left
    /// out.</summary>
    public IReadOnlyList<JsonFields> Objects(string name, int most)
    {
        if (Take(name) is not { } element) return [];
        if (element.ValueKind != JsonValueKind.Array)
        {
            Fault(name, FieldFaultKind.NotList);
            return [];
        }

        if (element.GetArrayLength() > most) Fault(name, FieldFault.AtMost(most));
        var objects = new List<JsonFields>();
        foreach (var (index, entry) in element.EnumerateArray().Take(most).Index())
        {
            var path = $"{PathOf(name)}[{index}]";
            if (entry.ValueKind == JsonValueKind.Object) objects.Add(new JsonFields(entry, _errors, path));
            else _errors.Add(path, FieldFaultKind.NotObject);
        }

        return objects;
    }

    /// <summary>The element itself, which stays to be taken; null when it is absent or was left empty.</summary>
    public JsonElement? Peek(string name) =>
        _left.TryGetValue(name, out var element) && !IsLeftEmpty(element) ? element : null;

    /// <summary>A moment as unix seconds, 1..4,294,967,295; parts of a second are cut off.</summary>
    public uint? UnixSeconds(string name)
    {
        if (Take(name) is not { } element) return null;
        if (element.ValueKind != JsonValueKind.String || !IsMoment(element, out var at)
            || at.ToUnixTimeSeconds() is < 1 or > uint.MaxValue)
            return Wrong<uint>(name, FieldFaultKind.NotMoment);
        return (uint)at.ToUnixTimeSeconds();
    }

    /// <summary>The element itself, for a field that may be of more than one kind.</summary>
    public JsonElement? Take(string name) =>
        _left.Remove(name, out var element) && !IsLeftEmpty(element) ? element : null;

    /// <summary>The text of an element; null when it has a character that does not exist.</summary>
    public static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair written as an escape, or bytes that are not UTF-8: JSON lets both pass.
            return null;
        }
    }

    // RFC 3339 has an offset. Without one, .NET would take the time zone of the machine.
    private static bool IsMoment(JsonElement element, out DateTimeOffset at)
    {
        at = default;
        var text = TextOf(element);
        return text is { Length: > 10 } && (text[^1] is 'Z' or 'z' || text.LastIndexOfAny(['+', '-']) > 10)
            && element.TryGetDateTimeOffset(out at);
    }

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsLeftEmpty(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => TextOf(element) is { } text && string.IsNullOrWhiteSpace(text),
        _ => false,
    };

    private string? Text(string path, JsonElement element, TextLimit limit)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            _errors.Add(path, FieldFaultKind.NotText);
            return null;
        }

        if (TextOf(element) is not { } typed)
        {
            _errors.Add(path, FieldFaultKind.BadCharacter);
            return null;
        }

        // A form in a browser writes the end of a line as two characters (HTML, "newline normalization").
        if (limit.LineFeeds) typed = typed.Replace("\r\n", "\n", StringComparison.Ordinal);
        var text = Composition.Compose(typed);
        var fault = limit.Check(text);
        if (fault == TextFault.None) return text;
        _errors.Add(path, fault == TextFault.TooLong ? FieldFault.TooLong(limit) : FieldFaultKind.BadCharacter);
        return null;
    }

    private T? Word<T>(string path, JsonElement element) where T : struct, Enum
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            var word = TextOf(element);
            foreach (var value in Enum.GetValues<T>())
                if (value.ToString() == word) return value;
        }

        _errors.Add(path, FieldFault.OneOf(Enum.GetNames<T>()));
        return null;
    }

    private MessageNumber? Number(string path, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String && MessageNumber.TryParse(TextOf(element), out var number))
            return number;
        _errors.Add(path, FieldFaultKind.NotMessageNumber);
        return null;
    }

    private StationId? Station(string path, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String && StationId.TryParse(TextOf(element), out var station))
            return station;
        _errors.Add(path, FieldFaultKind.NotStation);
        return null;
    }

    private ValueList<T>? List<T>(string name, int most, Func<string, JsonElement, T?> read) where T : struct
    {
        if (Take(name) is not { } element) return null;
        if (element.ValueKind != JsonValueKind.Array)
        {
            Fault(name, FieldFaultKind.NotList);
            return null;
        }

        var items = new List<T>();
        var index = 0;
        foreach (var entry in element.EnumerateArray())
        {
            var path = $"{PathOf(name)}[{index++}]";
            if (read(path, entry) is not { } item) continue;
            if (items.Contains(item)) _errors.Add(path, FieldFaultKind.Repeated);
            else if (items.Count == most) Fault(name, FieldFault.AtMost(most));
            else items.Add(item);
        }

        return items.Count == index ? items.ToValueList() : null;
    }

    private T? Wrong<T>(string name, FieldFault fault) where T : struct
    {
        Fault(name, fault);
        return null;
    }
}
