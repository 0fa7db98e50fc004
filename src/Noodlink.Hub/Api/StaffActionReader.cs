using System.Text.Json;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;

namespace Noodlink.Hub.Api;

/// <summary>Reads what staff did from JSON (interfaces.md §4). Faults in the content are found here, all at
/// once; whether the action fits the state is the life cycle's to say.</summary>
internal sealed class StaffActionReader
{
    /// <summary>A week: a longer wait is not a promise but a guess.</summary>
    public const int MinutesMax = 10_080;

    /// <summary>What staff may record; the station's own events are not theirs.</summary>
    private static readonly StaffEventType[] OfStaff =
        [.. Enum.GetValues<StaffEventType>()
            .Where(type => type is not (StaffEventType.Answered or StaffEventType.Withdrawn))];

    private static readonly string[] All =
        ["type", "by", "note", "question", "channel", "minutes", "meldkamerNumber", "takeOver"];

    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);

    private StaffActionReader() { }

    /// <summary>The action, or null with what is wrong by path.</summary>
    public static StaffAction? Read(JsonElement root, out IReadOnlyDictionary<string, string[]> errors)
    {
        var reader = new StaffActionReader();
        var action = reader.Read(root);
        errors = reader._errors;
        return errors.Count == 0 ? action : null;
    }

    /// <summary>Only who asks: for what needs nothing else. Null with what is wrong by path.</summary>
    public static string? ReadRole(JsonElement root, out IReadOnlyDictionary<string, string[]> errors)
    {
        var reader = new StaffActionReader();
        var by = reader.Collect(root, ["by"]) ? reader.By() : null;
        errors = reader._errors;
        return errors.Count == 0 ? by : null;
    }

    private bool Collect(JsonElement root, string[] names)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            _errors["$"] = [Words.Fault_NotObject];
            return false;
        }

        foreach (var field in root.EnumerateObject())
        {
            if (!names.Contains(field.Name)) Fault(field.Name, Words.Fault_UnknownField);
            else if (!IsLeftEmpty(field.Value)) _fields[field.Name] = field.Value;
        }

        return true;
    }

    private string? By()
    {
        var by = Text("by", Limits.Role);
        if (by is null) Fault("by", Words.Action_By);
        return by;
    }

    private StaffAction? Read(JsonElement root)
    {
        if (!Collect(root, All)) return null;
        var by = By();
        if (Word<StaffEventType>("type") is not { } type || !OfStaff.Contains(type))
        {
            _errors["type"] = [Say.It(Words.Fault_OneOf, string.Join(", ", OfStaff))];
            return null;
        }

        var action = new StaffAction(
            type, by ?? "", Text("note", Limits.Text), Word<Question>("question"), Word<MeldkamerChannel>("channel"),
            Minutes(), Text("meldkamerNumber", Limits.MeldkamerNumber), YesNo("takeOver"));
        CheckMandatory(action);
        return action;
    }

    private void CheckMandatory(StaffAction action)
    {
        switch (action.Type)
        {
            case StaffEventType.Query when action.Question is Question.Offers || (action.Question is null or Question.Unknown && action.Note is null):
                Fault("question", Words.Action_Question);
                break;
            case StaffEventType.Forwarded when action.Channel is null or MeldkamerChannel.Unknown:
                Fault("channel", Words.Action_Channel);
                break;
            case StaffEventType.AcceptedDelayed when action.Minutes is null:
                Fault("minutes", Say.It(Words.Action_Minutes, MinutesMax));
                break;
            case StaffEventType.NotForwarded or StaffEventType.Closed or StaffEventType.Undone when action.Note is null:
                Fault("note", Words.Action_Note);
                break;
        }
    }

    private T? Word<T>(string name)
        where T : struct, Enum
    {
        if (!_fields.TryGetValue(name, out var element)) return null;
        if (element.ValueKind == JsonValueKind.String && TextOf(element) is { } word && Enum.IsDefined(typeof(T), word))
            return Enum.Parse<T>(word);
        Fault(name, Say.It(Words.Fault_OneOf, string.Join(", ", Enum.GetNames<T>())));
        return null;
    }

    private string? Text(string name, TextLimit limit)
    {
        if (!_fields.TryGetValue(name, out var element)) return null;
        var text = element.ValueKind == JsonValueKind.String ? TextOf(element)?.ReplaceLineEndings("\n").Trim() : null;
        if (text is not null && limit.Check(text) == TextFault.None) return text;
        Fault(name, Say.It(Words.Action_Text, limit.CodePoints, limit.Bytes));
        return null;
    }

    private ushort? Minutes()
    {
        if (!_fields.TryGetValue("minutes", out var element)) return null;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var minutes)
            && minutes is >= 1 and <= MinutesMax)
            return (ushort)minutes;
        Fault("minutes", Say.It(Words.Fault_Range, 1, MinutesMax));
        return null;
    }

    private bool YesNo(string name)
    {
        if (!_fields.TryGetValue(name, out var element)) return false;
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False) return element.GetBoolean();
        Fault(name, Words.Fault_NotYesNo);
        return false;
    }

    // The first fault of a field says most: a wrong value is not also a missing one.
    private void Fault(string name, string sentence) => _errors.TryAdd(name, [sentence]);

    private static bool IsLeftEmpty(JsonElement element) =>
        element.ValueKind == JsonValueKind.Null
        || (element.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(TextOf(element) ?? "?"));

    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair written as an escape.
        }
    }
}
