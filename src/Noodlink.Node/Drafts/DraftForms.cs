using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Drafts;

/// <summary>The forms that have drafts: what each is called on the first page, and where it is opened again.</summary>
public static class DraftForms
{
    /// <summary>A noodmelding.</summary>
    public const string Alarm = "alarm";

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
        (Stock, Words.Draft_Stock, "/voorraad?concept="),
    ];

    /// <summary>"Noodmelding"; the form's own name where this program does not know it.</summary>
    public static string WordsOf(string form) => Find(form) is { } found ? found.Words : form;

    /// <summary>Where it is opened again; the first page where this program does not know the form.</summary>
    public static string AddressOf(DraftText draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return Find(draft.Form) is { } found ? found.Address + draft.Id : "/";
    }

    private static (string Form, string Words, string Address)? Find(string form)
    {
        foreach (var one in All)
            if (one.Form == form) return one;
        return null;
    }
}
