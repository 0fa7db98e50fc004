using System.Globalization;

namespace Noodlink.Station.Dutch;

/// <summary>In which language this program speaks to people: Dutch, or one that a second file of words is there for. What
/// is not in that file stays Dutch.</summary>
/// <remarks>Call from any thread. <c>Words</c> follows the culture of the thread that asks
/// (<see cref="CultureInfo.CurrentUICulture"/>); numbers and times are written the same in every language.</remarks>
public static class Language
{
    /// <summary>The code of Dutch.</summary>
    public const string Home = "nl";

    /// <summary>The code of the language in which words come out here and now, for a page to name.</summary>
    public static string Here => CultureInfo.CurrentUICulture.Name is { Length: > 0 } name ? name : Home;

    /// <summary>The language of a code ("en"); null when there are no words in it.</summary>
    public static CultureInfo? Find(string code)
    {
        if (code == Home) return CultureInfo.InvariantCulture;
        try
        {
            var culture = CultureInfo.GetCultureInfo(code);
            typeof(Language).Assembly.GetSatelliteAssembly(culture);
            return culture;
        }
        catch (Exception e) when (e is CultureNotFoundException or FileNotFoundException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>From now on every thread of this program speaks it. Once, before the first words.</summary>
    public static void Speak(CultureInfo language) =>
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = language;

    /// <summary>What follows in this flow of work is said in Dutch, whatever the screens speak: the meldkamer reads it.</summary>
    public static void SpeakDutchHere() => CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
}
