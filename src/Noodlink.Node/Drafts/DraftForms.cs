using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Drafts;

/// <summary>The forms that have drafts: what each is called on the first page, and where it is opened again.</summary>
public static class DraftForms
{
    /// <summary>A noodmelding.</summary>
    public const string Alarm = DraftText.Alarm;

    /// <summary>Vraag om hulp.</summary>
    public const string Help = "help";

    /// <summary>Voorraad.</summary>
    public const string Stock = "stock";

    /// <summary>Where the questions of a help request stand.</summary>
    public const string HelpPage = "/hulp/vraag";

    /// <summary>One that was begun; its id follows.</summary>
    public const string HelpAddress = HelpPage + "?concept=";

    // A form with drafts of its own adds a line: its name, its words, and the address of a draft without the id.
    private static (string Form, string Words, string Address)[] All =>
    [
        (Alarm, Words.Draft_Alarm, "/noodmelding/"),
        (Help, Words.Draft_Help, HelpAddress),
        ("offer", Words.Draft_Offer, "/aanbod?concept="),
        ("situation", Words.Draft_Situation, "/situatie?concept="),
        (Stock, Words.Draft_Stock, "/voorraad?concept="), ("shift", Words.Shift_Handover, "/dienst?concept="),
    ];

    // Each noodmelding has forms of its own: their names end with its number.
    private const string UpdateStart = "update-";
    private const string CancelStart = "cancel-";
    private const string AnswerStart = "answer-";
    private const string AloudStart = "aloud-";

    /// <summary>The aanvulling of a noodmelding.</summary>
    public static string UpdateOf(string number) => UpdateStart + Small(number);

    /// <summary>The intrekking of a noodmelding.</summary>
    public static string CancelOf(string number) => CancelStart + Small(number);

    /// <summary>The answer to a question, by the number of the question.</summary>
    public static string AnswerOf(string number) => AnswerStart + Small(number);

    /// <summary>The note that a noodmelding was read aloud.</summary>
    public static string AloudOf(string number) => AloudStart + Small(number);

    /// <summary>"Noodmelding"; the form's own name where this program does not know it.</summary>
    public static string WordsOf(string form) =>
        Find(form) is { } found ? found.Words
        : NumberIn(form, UpdateStart) is { } updated ? Say.It(Words.Draft_Update, updated)
        : NumberIn(form, CancelStart) is { } cancelled ? Say.It(Words.Draft_Cancel, cancelled)
        : NumberIn(form, AnswerStart) is { } asked ? Say.It(Words.Draft_Answer, asked)
        : NumberIn(form, AloudStart) is { } read ? Say.It(Words.Draft_Aloud, read) : form;

    /// <summary>Where the place of a draft is asked for; null: it has none, or this is not another form's.</summary>
    public static string? PlaceAddressOf(DraftText draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return NumberIn(draft.Form, UpdateStart) is { } number
            ? $"/meldingen/{number}/aanvulling/waar?concept={draft.Id}" : null;
    }

    /// <summary>Where it is opened again; the first page where this program does not know the form.</summary>
    public static string AddressOf(DraftText draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return Find(draft.Form) is { } found ? found.Address + draft.Id
            : NumberIn(draft.Form, UpdateStart) is { } updated ? $"/meldingen/{updated}/aanvulling?concept={draft.Id}"
            : NumberIn(draft.Form, CancelStart) is { } cancelled ? $"/meldingen/{cancelled}/intrekken?concept={draft.Id}"
            : (NumberIn(draft.Form, AnswerStart) ?? NumberIn(draft.Form, AloudStart)) is { } message
                ? $"/meldingen/{message}?concept={draft.Id}" : "/";
    }

    // A name of a draft has small letters only, and the number of a message none.
    private static string Small(string number) => number.ToLowerInvariant();

    private static string? NumberIn(string form, string start) =>
        form.StartsWith(start, StringComparison.Ordinal) ? form[start.Length..].ToUpperInvariant() : null;

    private static (string Form, string Words, string Address)? Find(string form)
    {
        foreach (var one in All)
            if (one.Form == form) return one;
        return null;
    }
}
