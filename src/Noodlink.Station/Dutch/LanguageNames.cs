namespace Noodlink.Station.Dutch;

/// <summary>Names of languages by their ISO 639-1 code, for the languages most spoken in the Netherlands, among
/// refugees and among seasonal workers. A code without a name here is shown as the code: it is never
/// refused.</summary>
public static class LanguageNames
{
    private static readonly string[] Codes =
    [
        "am", "ar", "bg", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "fy", "hi", "hr", "hu", "id", "it", "ja", "ku",
        "lt", "lv", "nl", "no", "pl", "ps", "pt", "ro", "ru", "sk", "so", "sq", "sr", "sv", "th", "ti", "tr", "uk", "ur", "vi",
        "zh",
    ];

    /// <summary>Every code that has a name, in the order of the names: the choices of a form.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All =>
        [.. Codes.Select(code => KeyValuePair.Create(code, Of(code))).OrderBy(pair => pair.Value, StringComparer.Ordinal)];

    /// <param name="code">Two lower-case letters.</param>
    public static string Of(string code) => code switch
    {
        "am" => Words.Language_Am,
        "ar" => Words.Language_Ar,
        "bg" => Words.Language_Bg,
        "cs" => Words.Language_Cs,
        "da" => Words.Language_Da,
        "de" => Words.Language_De,
        "el" => Words.Language_El,
        "en" => Words.Language_En,
        "es" => Words.Language_Es,
        "fa" => Words.Language_Fa,
        "fi" => Words.Language_Fi,
        "fr" => Words.Language_Fr,
        "fy" => Words.Language_Fy,
        "hi" => Words.Language_Hi,
        "hr" => Words.Language_Hr,
        "hu" => Words.Language_Hu,
        "id" => Words.Language_Id,
        "it" => Words.Language_It,
        "ja" => Words.Language_Ja,
        "ku" => Words.Language_Ku,
        "lt" => Words.Language_Lt,
        "lv" => Words.Language_Lv,
        "nl" => Words.Language_Nl,
        "no" => Words.Language_No,
        "pl" => Words.Language_Pl,
        "ps" => Words.Language_Ps,
        "pt" => Words.Language_Pt,
        "ro" => Words.Language_Ro,
        "ru" => Words.Language_Ru,
        "sk" => Words.Language_Sk,
        "so" => Words.Language_So,
        "sq" => Words.Language_Sq,
        "sr" => Words.Language_Sr,
        "sv" => Words.Language_Sv,
        "th" => Words.Language_Th,
        "ti" => Words.Language_Ti,
        "tr" => Words.Language_Tr,
        "uk" => Words.Language_Uk,
        "ur" => Words.Language_Ur,
        "vi" => Words.Language_Vi,
        "zh" => Words.Language_Zh,
        _ => code,
    };
}
