using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Drafts;

/// <summary>What somebody who types should know, while they type.</summary>
public static class DraftNotes
{
    // Sooner it is only in the way.
    private const int TellFrom = 30;

    /// <summary>Fields in which people write what they like.</summary>
    private static readonly string[] Free = ["text", "place", "location.text"];

    /// <summary>Sentences about the free texts of a form; empty for most.</summary>
    /// <param name="form">Which form it is: that of the stock has less room.</param>
    /// <param name="typed">What stands in a field; null: nothing.</param>
    public static IReadOnlyList<string> Of(string form, Func<string, string?> typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var notes = new List<string>(PersonalDetails.Warnings(string.Join('\n', Free.Select(typed))));
        var limit = form == DraftForms.Stock ? Limits.Note : Limits.Text;
        if (typed("text") is { Length: > 0 } text && Room(text, limit) is { } room) notes.Insert(0, room);
        return notes;
    }

    /// <summary>Of a draft as it stands.</summary>
    public static IReadOnlyList<string> Of(string form, TypedFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return Of(form, fields.One);
    }

    private static string? Room(string text, TextLimit limit)
    {
        var left = Math.Min(
            limit.CodePoints - text.EnumerateRunes().Count(), limit.Bytes - System.Text.Encoding.UTF8.GetByteCount(text));
        return left < 0 ? Say.It(Words.Send_CharactersOver, -left)
            : left <= TellFrom ? Say.It(Words.Send_CharactersLeft, left) : null;
    }
}
