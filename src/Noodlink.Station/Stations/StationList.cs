using System.Text.Encodings.Web;
using System.Text.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;

namespace Noodlink.Station.Stations;

// The stations file (interfaces.md §2, Hub:StationsFile): which noodsteunpunten a hub shares a key with. A JSON list:
//
//   [ { "number": 101, "id": "GR-WK1", "name": "Wijkgebouw De Schakel", "gemeente": "Westerkwartier",
//       "rd": "222900,583100", "key": "…", "mqttPassword": "…",
//       "address": "Modelweg 1, Zuidhorn", "contact": "portofoon kanaal 3" } ]      (these two, and rd, may be left out)
//
// `noodlink station new` writes it, the hub reads it, an operator may edit it. It is replaced as a whole by rename, and
// taken as a whole or not at all: one that is half right would quietly shut out a noodsteunpunt. Every fault is told by
// the place where it stands, so that one round of repair is enough.

/// <summary>The contents of a stations file. Immutable.</summary>
public sealed class StationList
{
    /// <summary>More than a region ever has; a longer file is not a stations file.</summary>
    public const int BytesMax = 4 * 1024 * 1024;

    private const int TextMax = 200;

    private static readonly string[] Known =
        ["number", "id", "name", "gemeente", "rd", "key", "mqttPassword", "address", "contact"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private StationList(IReadOnlyList<StationEntry> entries) => Entries = entries;

    /// <summary>No station at all.</summary>
    public static StationList Empty { get; } = new([]);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<StationEntry> Entries { get; }

    /// <summary>Reads a file's bytes. Never throws.</summary>
    /// <param name="faults">Every fault by name, in English: <c>[2].number: 101 is GR-WK1's already</c>. Empty: all
    /// is well.
    /// </param>
    /// <returns>Null when there is a fault.</returns>
    public static StationList? Parse(ReadOnlyMemory<byte> utf8, out IReadOnlyList<string> faults)
    {
        var found = new List<string>();
        faults = found;
        if (utf8.Length > BytesMax)
        {
            found.Add($"the file is {utf8.Length} bytes; a stations file is at most {BytesMax}");
            return null;
        }

        try
        {
            var marked = utf8.Span.StartsWith(ByteOrderMark);
            using var document = JsonDocument.Parse(marked ? utf8[ByteOrderMark.Length..] : utf8, Strict);
            var entries = Read(document.RootElement, found);
            return found.Count == 0 ? new StationList(entries) : null;
        }
        catch (JsonException e)
        {
            found.Add($"not JSON, or a property twice: line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}");
            return null;
        }
        catch (InvalidOperationException)
        {
            found.Add("not UTF-8"); // JsonElement says it only when a text is asked for
            return null;
        }
    }

    /// <summary>The same list and one more.</summary>
    /// <exception cref="ArgumentException">The number, id or key is there already.</exception>
    public StationList With(StationEntry entry)
    {
        var faults = new List<string>();
        CheckAgainst(Entries, entry, "", faults);
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults), nameof(entry));
        return new StationList([.. Entries, entry]);
    }

    /// <summary>The bytes of a stations file.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartArray();
            foreach (var entry in Entries)
            {
                json.WriteStartObject();
                json.WriteNumber("number", entry.Number);
                json.WriteString("id", entry.Id.ToString());
                json.WriteString("name", entry.Name);
                json.WriteString("gemeente", entry.Gemeente);
                if (entry.Rd is not null) json.WriteString("rd", entry.Rd);
                json.WriteString("key", entry.Key.ToSecretText());
                json.WriteString("mqttPassword", entry.MqttPassword);
                if (entry.Address is not null) json.WriteString("address", entry.Address);
                if (entry.Contact is not null) json.WriteString("contact", entry.Contact);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static List<StationEntry> Read(JsonElement root, List<string> faults)
    {
        var entries = new List<StationEntry>();
        if (root.ValueKind != JsonValueKind.Array)
        {
            faults.Add("not a JSON list of stations");
            return entries;
        }

        var index = 0;
        foreach (var element in root.EnumerateArray())
        {
            var path = $"[{index++}]";
            if (element.ValueKind != JsonValueKind.Object)
            {
                faults.Add($"{path}: not a station but {element.ValueKind}");
            }
            else if (ReadEntry(element, path, faults) is { } entry)
            {
                CheckAgainst(entries, entry, $"{path}.", faults);
                entries.Add(entry);
            }
        }

        return entries;
    }

    private static StationEntry? ReadEntry(JsonElement element, string path, List<string> faults)
    {
        var before = faults.Count;
        foreach (var property in element.EnumerateObject())
            if (!Known.Contains(property.Name, StringComparer.Ordinal))
                faults.Add($"{path}.{property.Name}: unknown; a station has {string.Join(", ", Known)}");

        ushort number = 0;
        if (!element.TryGetProperty("number", out var value)) faults.Add($"{path}.number: missing");
        else if (value.ValueKind != JsonValueKind.Number || !value.TryGetUInt16(out number) || number is 0 or 65535)
            faults.Add($"{path}.number: {value} is not a whole number of 1..65534");

        var idText = ReadText(element, "id", path, faults);
        var id = default(StationId);
        if (idText is not null && !StationId.TryParse(idText, out id))
            faults.Add($"{path}.id: '{idText}' is not two capitals, a dash and two to five capitals or digits");

        var name = ReadText(element, "name", path, faults);
        var gemeente = ReadText(element, "gemeente", path, faults);
        var keyText = ReadText(element, "key", path, faults, secret: true);
        StationKey? key = null;
        if (keyText is not null && !StationKey.TryParse(keyText, out key))
            faults.Add($"{path}.key: not a station key of 64 hexadecimal digits");
        var password = ReadText(element, "mqttPassword", path, faults, secret: true);
        var rd = ReadOptional(element, "rd", path, faults);
        var address = ReadOptional(element, "address", path, faults);
        var contact = ReadOptional(element, "contact", path, faults);
        if (rd is not null && StationSetup.Position(rd) is null)
            faults.Add($"{path}.rd: '{rd}' is not x,y in whole metres, EPSG:28992");

        return faults.Count > before
            ? null
            : new StationEntry(number, id, name!, gemeente!, rd, key!, password!, address, contact);
    }

    private static string? ReadOptional(JsonElement element, string property, string path, List<string> faults) =>
        element.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null
            ? ReadText(element, property, path, faults)
            : null;

    private static string? ReadText(
        JsonElement element, string property, string path, List<string> faults, bool secret = false)
    {
        if (!element.TryGetProperty(property, out var value))
        {
            faults.Add($"{path}.{property}: missing");
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : null;
        if (!string.IsNullOrWhiteSpace(text) && text.Length <= TextMax && !text.Any(char.IsControl)) return text;
        var shown = secret ? "" : $"{value} ";
        faults.Add($"{path}.{property}: {shown}is not a text of 1..{TextMax} characters on one line");
        return null;
    }

    private static void CheckAgainst(
        IReadOnlyList<StationEntry> others, StationEntry entry, string path, List<string> faults)
    {
        foreach (var other in others)
        {
            if (other.Number == entry.Number) faults.Add($"{path}number: {entry.Number} is {other.Id}'s already");
            if (other.Id == entry.Id) faults.Add($"{path}id: {entry.Id} is number {other.Number}'s already");
            if (other.Key.Equals(entry.Key)) faults.Add($"{path}key: the same as {other.Id}'s; each has its own");
        }
    }
}
