using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Noodlink.Station.Dutch;

namespace Noodlink.Station;

/// <summary>What a person typed in a form and has not sent yet. It is this point's own and never leaves it.</summary>
/// <param name="Id">32 hexadecimal digits in small letters, made by whoever began the form (<see cref="NewId"/>). The
/// message that it becomes is handed in with the key <c>form:{Id}</c>, which ties the two in one commit.</param>
/// <param name="Form">Which form: a small letter, then letters, digits and hyphens, at most 32.</param>
/// <param name="Fields">The fields as one JSON object, at most <see cref="FieldsBytesMax"/> bytes in UTF-8; the form alone
/// knows what they mean.</param>
/// <param name="ChangedAt">Our clock at the latest save; what is handed in is not looked at.</param>
/// <param name="SentAs">The number of the message that it became; null while it is open. What is handed in is not
/// looked at.</param>
public sealed record DraftText(
    string Id, string Form, string Fields, DateTimeOffset ChangedAt = default, string? SentAs = null)
{
    /// <summary>Bytes of <see cref="Fields"/>: the longest form has some 4 kB with every field full.</summary>
    public const int FieldsBytesMax = 16 * 1024;

    /// <summary>Open drafts at once, of noodmeldingen and of all other forms apart: what nobody finished of the others keeps
    /// no noodmelding off the disk. More than people at one point begin in three days; what is over gets an answer, and no
    /// older one makes way.</summary>
    public const int OpenMax = 200;

    /// <summary>The form of a noodmelding.</summary>
    public const string Alarm = "alarm";

    private const string KeyPrefix = "form:";

    /// <summary>A person threw it away; the words stay for a day.</summary>
    public bool Dropped { get; init; }

    /// <summary>Nobody typed anything in it: it is never offered.</summary>
    public bool Blank { get; init; }

    /// <summary>The disk damaged the words. They are shown as they are left, to be read again before they are sent; what is
    /// no JSON any more is empty.</summary>
    public bool Damaged { get; init; }

    /// <summary>It is to be offered on every screen.</summary>
    public bool IsOpen => SentAs is null && !Dropped && !Blank;

    /// <summary>The idempotency key of the message that it becomes.</summary>
    public string Key => KeyPrefix + Id;

    /// <summary>An id for a new draft.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Is this an id as <see cref="NewId"/> makes them?</summary>
    public static bool IsId(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigitLower);

    /// <summary>The draft that a key ties a message to; null: the key is no draft's.</summary>
    internal static string? IdOf(string key) =>
        key.StartsWith(KeyPrefix, StringComparison.Ordinal) && IsId(key[KeyPrefix.Length..]) ? key[KeyPrefix.Length..] : null;

    /// <summary>Is there nothing in it that a person can have typed or chosen? Texts of blanks, <c>false</c>, null, and
    /// lists and objects of them.</summary>
    internal static bool IsBlank(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(field => IsBlank(field.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(IsBlank),
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Null or JsonValueKind.False => true,
        _ => false,
    };

    /// <summary>What a form notes beside what a person typed: whether it is real, and names that begin with _.</summary>
    private static bool IsNote(string name) => name == "status" || name.StartsWith('_');

    /// <summary>Reads what was handed in.</summary>
    /// <returns>What is wrong with it, or null; and whether there is nothing in it.</returns>
    public (DraftOutcome? Fault, bool IsBlank) Check()
    {
        if (!IsId(Id)) return (new DraftOutcome.Unfit("id", Words.Draft_WrongId), false);
        if (Form.Length is 0 or > 32 || !char.IsAsciiLetterLower(Form[0])
            || !Form.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            return (new DraftOutcome.Unfit("form", Words.Draft_WrongForm), false);
        if (Encoding.UTF8.GetByteCount(Fields) > FieldsBytesMax) 
            return (new DraftOutcome.TooLong(Words.Draft_TooLong), false);
        try
        {
            using var fields = JsonDocument.Parse(Fields);
            if (fields.RootElement.ValueKind == JsonValueKind.Object)
                return (null, fields.RootElement.EnumerateObject().All(field => IsNote(field.Name) || IsBlank(field.Value)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or half a surrogate pair: said below.
        }

        return (new DraftOutcome.Unfit("fields", Words.Draft_WrongFields), false);
    }

    /// <summary>The fields of a row that does not fit its checksum, as far as a form can show them.</summary>
    internal static string Remains(string fields)
    {
        try
        {
            using var left = JsonDocument.Parse(fields);
            return left.RootElement.ValueKind == JsonValueKind.Object ? fields : "{}";
        }
        catch (JsonException)
        {
            return "{}";
        }
    }
}

/// <summary>What became of saving or throwing away a draft. A closed set.</summary>
public abstract record DraftOutcome
{
    private DraftOutcome() { }

    /// <summary>It is on disk, as it stands now.</summary>
    public sealed record Kept(DraftText Draft) : DraftOutcome;

    /// <summary>It was sent before; nothing was changed.</summary>
    public sealed record AlreadySent(string Number) : DraftOutcome;

    /// <summary>There is no draft with that id.</summary>
    public sealed record Unknown : DraftOutcome;

    /// <summary>The fields have more than <see cref="DraftText.FieldsBytesMax"/> bytes. What was saved before stands.</summary>
    /// <param name="Reason">Dutch.</param>
    public sealed record TooLong(string Reason) : DraftOutcome;

    /// <param name="Path">The part that is wrong: <c>id</c>, <c>form</c> or <c>fields</c>.</param>
    /// <param name="Reason">Dutch.</param>
    public sealed record Unfit(string Path, string Reason) : DraftOutcome;

    /// <summary>It could not be stored (507): the disk, or <see cref="DraftText.OpenMax"/> stand open. The reason is
    /// Dutch.</summary>
    public sealed record NotStored(string Reason) : DraftOutcome;
}
