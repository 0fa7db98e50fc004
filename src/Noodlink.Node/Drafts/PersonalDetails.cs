using System.Globalization;
using System.Text.RegularExpressions;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Drafts;

// A noodmelding is read aloud, printed and kept by many people, and no one of them needs to know who it is about
// (domain.md §2.8): "man van 70, pijn op de borst" is enough. What looks like more is pointed at and never refused: a
// guess must not stand between somebody and an ambulance.

/// <summary>What in a text looks like it is about one person by name or number.</summary>
/// <remarks>Pure; call from any thread.</remarks>
public static partial class PersonalDetails
{
    private const int BsnDigits = 9;

    /// <summary>A sentence for each thing found, in the order below; empty for most texts.</summary>
    public static IReadOnlyList<string> Warnings(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        var warnings = new List<string>();
        if (HasBsn(text)) warnings.Add(Words.Send_WarnBsn);
        if (HasPhone(text)) warnings.Add(Words.Send_WarnPhone);
        if (HasNameAndBirth(text)) warnings.Add(Words.Send_WarnBirth);
        return warnings;
    }

    /// <summary>Nine digits by themselves that pass the eleven-test of the burgerservicenummer: 9 times the first, 8 times
    /// the second … minus the last is a multiple of eleven.</summary>
    public static bool HasBsn(string text) => NineDigits().Matches(text).Any(match => IsBsn(match.Value));

    /// <summary>A Dutch number: 0 or +31 and nine digits, however they are spaced.</summary>
    public static bool HasPhone(string text) => Phone().IsMatch(text);

    /// <summary>A day of birth, and a name near it. A date by itself is no person: "sinds 12-05-2026".</summary>
    public static bool HasNameAndBirth(string text)
    {
        var dates = Date().Matches(text).Where(match => IsBirth(match.Groups["year"].Value)).ToList();
        if (dates.Count == 0) return false;
        return Born().IsMatch(text) || Name().IsMatch(dates.Aggregate(
            text, (left, date) => left.Replace(date.Value, " ", StringComparison.Ordinal)));
    }

    private static bool IsBsn(string match)
    {
        var digits = match.Where(char.IsAsciiDigit).Select(digit => digit - '0').ToArray();
        if (digits.All(digit => digit == 0)) return false;
        var sum = -digits[^1];
        for (var place = 0; place < BsnDigits - 1; place++) sum += (BsnDigits - place) * digits[place];
        return sum % 11 == 0;
    }

    // Two digits stand for a year as well; four must be a year in which a living person can be born.
    private static bool IsBirth(string year) =>
        year.Length == 2 || int.Parse(year, CultureInfo.InvariantCulture) is >= 1900 and <= 2025;

    [GeneratedRegex(@"(?<![\d+])\d(?:[ .]?\d){8}(?!\d)", RegexOptions.None, 1000)]
    private static partial Regex NineDigits();

    [GeneratedRegex(@"(?<!\d)(?:\+31|0031|0)[ \-./]?(?:\(0\)[ ]?)?[1-9](?:[ \-./]?\d){8}(?!\d)", RegexOptions.None, 1000)]
    private static partial Regex Phone();

    [GeneratedRegex(
        @"(?<!\d)\d{1,2}(?:[-/. ]\d{1,2}[-/. ]|[ ]?(?:jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*[. ]+)(?<year>\d{4}|\d{2})(?!\d)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Date();

    [GeneratedRegex(@"\bgeb(oren|\.|oortedatum)?\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Born();

    /// <summary>"mevr. Jansen", "Jan de Vries": an address to a person, or two names with a capital.</summary>
    [GeneratedRegex(
        @"\b(dhr|de heer|meneer|mevr|mevrouw|mw)\b\.?\s+(?-i:\p{Lu})|(?-i:\b\p{Lu}[\p{Ll}']+\s+((van|de|den|der|ten|ter|het|'t)\s+)*\p{Lu}[\p{Ll}']+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
