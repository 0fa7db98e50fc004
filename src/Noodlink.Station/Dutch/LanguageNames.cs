using System.Collections.Frozen;

namespace Noodlink.Station.Dutch;

/// <summary>Dutch names of languages by their ISO 639-1 code, for the languages most spoken in the Netherlands, among
/// refugees and among seasonal workers. A code without a name here is shown as the code: it is never
/// refused.</summary>
public static class LanguageNames
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["am"] = "Amhaars",
        ["ar"] = "Arabisch",
        ["bg"] = "Bulgaars",
        ["cs"] = "Tsjechisch",
        ["da"] = "Deens",
        ["de"] = "Duits",
        ["el"] = "Grieks",
        ["en"] = "Engels",
        ["es"] = "Spaans",
        ["fa"] = "Perzisch (Farsi, Dari)",
        ["fi"] = "Fins",
        ["fr"] = "Frans",
        ["fy"] = "Fries",
        ["hi"] = "Hindi",
        ["hr"] = "Kroatisch",
        ["hu"] = "Hongaars",
        ["id"] = "Indonesisch",
        ["it"] = "Italiaans",
        ["ja"] = "Japans",
        ["ku"] = "Koerdisch",
        ["lt"] = "Litouws",
        ["lv"] = "Lets",
        ["nl"] = "Nederlands",
        ["no"] = "Noors",
        ["pl"] = "Pools",
        ["ps"] = "Pasjtoe",
        ["pt"] = "Portugees",
        ["ro"] = "Roemeens",
        ["ru"] = "Russisch",
        ["sk"] = "Slowaaks",
        ["so"] = "Somalisch",
        ["sq"] = "Albanees",
        ["sr"] = "Servisch",
        ["sv"] = "Zweeds",
        ["th"] = "Thais",
        ["ti"] = "Tigrinya",
        ["tr"] = "Turks",
        ["uk"] = "Oekraïens",
        ["ur"] = "Urdu",
        ["vi"] = "Vietnamees",
        ["zh"] = "Chinees",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every code that has a name, in the order of the names: the choices of a form.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All { get; } =
        [.. Names.OrderBy(pair => pair.Value, StringComparer.Ordinal)];

    /// <param name="code">Two lower-case letters.</param>
    public static string Of(string code) => Names.GetValueOrDefault(code, code);
}
