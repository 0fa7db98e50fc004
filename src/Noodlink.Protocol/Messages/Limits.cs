using System.Buffers;
using System.Text;

namespace Noodlink.Protocol.Messages;

/// <summary>How long the texts and lists of a message may be. The same figures hold in the JSON form and on the
/// wire.</summary>
/// <remarks>Sources: interfaces.md §3 for the toelichting and the location text; the others are ours: the BAG
/// allows a street name 80 characters, and together they are small enough that a message always fits in fifteen radio
/// parts.</remarks>
public static class Limits
{
    /// <summary>Numbers that one message refers to.</summary>
    public const int References = 16;

    /// <summary>The highest count of people; it means fourteen or more.</summary>
    public const int PeopleMax = 14;

    /// <summary>Hectometre signs: 999.9 km.</summary>
    public const decimal HectometreMax = 999.9m;

    /// <summary>People or pieces in a hulpvraag or a hulpaanbod.</summary>
    public const int AmountMax = 9999;

    /// <summary>Items in a voorraadbericht: with twelve and no text it has 83 sealed bytes (domain.md §3a: 90).</summary>
    public const int StockItems = 12;

    /// <summary>Bytes that a link test may carry along.</summary>
    public const int Filler = 160;

    /// <summary>Toelichting and every other free text.</summary>
    public static TextLimit Text => new(140, 160, LineFeeds: true);

    /// <summary>The text of a voorraadbericht and of a koppeling (domain.md §3a).</summary>
    public static TextLimit Note => new(60, 80, LineFeeds: true);

    /// <summary>Free text of a location.</summary>
    public static TextLimit LocationText => new(80, 160, LineFeeds: false);

    /// <summary>Street, place, gemeente, road, direction and named spot.</summary>
    public static TextLimit Name => new(80, 160, LineFeeds: false);

    /// <summary>House number with its addition.</summary>
    public static TextLimit HouseNumber => new(12, 24, LineFeeds: false);

    /// <summary>A role or a call name: "coördinator", "hoofd loggist van de nacht".</summary>
    public static TextLimit Role => new(40, 60, LineFeeds: false);

    /// <summary>Heading of a bulletin: one line of a poster.</summary>
    public static TextLimit BulletinTitle => new(60, 80, LineFeeds: false);

    /// <summary>Text of a bulletin. With the longest title its body has 517 bytes, which are three radio parts of at most
    /// 175 (domain.md §3a: 400 characters, three parts).</summary>
    public static TextLimit BulletinText => new(400, 420, LineFeeds: true);

    /// <summary>What an exercise is called in lists: "BO72-1".</summary>
    public static TextLimit ExerciseId => new(24, 24, LineFeeds: false);

    /// <summary>What people call an exercise (domain.md §3a).</summary>
    public static TextLimit ExerciseName => new(40, 60, LineFeeds: false);

    /// <summary>The longest that an exercise, a need or an offer is planned ahead: a week, in minutes.</summary>
    public const int MinutesAheadMax = 7 * 24 * 60;

    /// <summary>The meldkamer's own number.</summary>
    public static TextLimit MeldkamerNumber => new(16, 16, LineFeeds: false);
}

/// <summary>How long a text may be, and what may be in it.</summary>
/// <param name="CodePoints">Unicode code points.</param>
/// <param name="Bytes">Bytes of UTF-8.</param>
/// <param name="LineFeeds">May it have more than one line?</param>
public readonly record struct TextLimit(int CodePoints, int Bytes, bool LineFeeds)
{
    /// <summary>What is wrong with this text under this limit.</summary>
    public TextFault Check(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return TextFault.Empty;
        var points = 0;
        var bytes = 0;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var used) != OperationStatus.Done)
                return TextFault.BadCharacter;
            if (!IsAllowed(rune)) return TextFault.BadCharacter;
            points++;
            bytes += rune.Utf8SequenceLength;
            text = text[used..];
        }

        return points > CodePoints || bytes > Bytes ? TextFault.TooLong : TextFault.None;
    }

    /// <summary>True when <see cref="Check"/> finds nothing.</summary>
    public bool Fits(ReadOnlySpan<char> text) => Check(text) == TextFault.None;

    // The two non-characters at the end of the basic plane are no control characters, but XML cannot carry them, and
    // every noodmelding leaves as CAP.
    private bool IsAllowed(Rune rune) =>
        rune.Value == '\n' ? LineFeeds : !Rune.IsControl(rune) && rune.Value is not (0xFFFE or 0xFFFF);
}

/// <summary>Why a text cannot be taken.</summary>
public enum TextFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>There is nothing in it.</summary>
    Empty,

    /// <summary>A control character, half a surrogate pair, or a non-character.</summary>
    BadCharacter,

    /// <summary>Too many code points or bytes.</summary>
    TooLong,
}
