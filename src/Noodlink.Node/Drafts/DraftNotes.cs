using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Drafts;

/// <summary>What somebody who types should know, while they type.</summary>
public static class DraftNotes
{
    // Sooner it is only in the way.
    private const int TellFrom = 30;

    /// <summary>Sentences about the free texts of a draft; empty for most.</summary>
    public static IReadOnlyList<string> Of(TypedFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var text = fields.One("text");
        var notes = new List<string>(PersonalDetails.Warnings($"{text}\n{fields.One("location.text")}"));
        if (text is not null && Room(text) is { } room) notes.Insert(0, room);
        return notes;
    }

    private static string? Room(string text)
    {
        var limit = Limits.Text;
        var left = Math.Min(
            limit.CodePoints - text.EnumerateRunes().Count(), limit.Bytes - System.Text.Encoding.UTF8.GetByteCount(text));
        return left < 0 ? Say.It(Words.Send_CharactersOver, -left)
            : left <= TellFrom ? Say.It(Words.Send_CharactersLeft, left) : null;
    }
}
