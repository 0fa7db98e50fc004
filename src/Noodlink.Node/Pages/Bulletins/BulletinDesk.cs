using System.Globalization;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages.Bulletins;

/// <summary>Bulletins as this point sees them: which nobody here has opened yet, and which hang.</summary>
internal static class BulletinDesk
{
    public const string Address = "/berichten";

    /// <summary>Begins the name of what sounds once and not again: nobody is in danger.</summary>
    private const string SoundsOnce = "eenmaal:";

    public static string AddressOf(BulletinView view) => $"{Address}/{view.MessageNumber}";

    /// <summary>Nobody here has opened it, and it still holds. The number of people may be given twice, so what is kept is
    /// the number of the message.</summary>
    public static bool IsNew(LocalFacts facts, BulletinView view) => view.ReplacedBy is null && view.HungUp.Count == 0
        && facts.Find(LocalFact.BulletinHung(view.Content.Number))?.Value != view.MessageNumber;

    public static IReadOnlyList<BulletinView> New(Desk desk)
    {
        var facts = desk.Facts;
        return [.. desk.Bulletins.Where(view => IsNew(facts, view))];
    }

    /// <summary>In the bar while there is one that nobody opened.</summary>
    public static IEnumerable<BarItem> Bar(IReadOnlyList<BulletinView> opened) => opened.Count == 0 ? []
        : [new BarItem(
            "berichten", Words.Bulletin_Bar, opened.Count == 1 ? Words.Bulletin_BarOne : Say.It(Words.Bulletin_BarMore, opened.Count),
            BarLevel.Wait, Address)];

    public static IEnumerable<string> Sounds(IReadOnlyList<BulletinView> opened) =>
        opened.Select(view => $"{SoundsOnce}{view.MessageNumber}");

    /// <summary>May it hang on the door? Unknown is taken as no.</summary>
    public static bool IsPublic(Bulletin bulletin) => bulletin.Audience == BulletinAudience.Public;

    public static DateTimeOffset ValidUntil(Bulletin bulletin) =>
        DateTimeOffset.FromUnixTimeSeconds(bulletin.ValidUntilSeconds);

    /// <summary>"geldig tot 6 februari 2026, 18:00 uur", or that this has passed.</summary>
    public static string Validity(BulletinView view, DateTimeOffset now) => Say.It(
        view.IsPast(now) ? Words.Bulletin_WasValid : Words.Bulletin_Valid, DutchTime.DateAndTime(ValidUntil(view.Content)));

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
