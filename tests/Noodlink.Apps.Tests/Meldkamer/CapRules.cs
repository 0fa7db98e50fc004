using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Noodlink.Apps.Tests.Meldkamer;

/// <summary>An independent reading of the rules of CAP 1.2 (§3.2 and the schema in appendix A), written from the
/// text of the standard and not from our writer: what must be there, in what order, how often, and what may stand
/// in it.</summary>
internal static partial class CapRules
{
    private static readonly XNamespace Cap = "urn:oasis:names:tc:emergency:cap:1.2";

    // Name, least and most times, in the order of the schema.
    private static readonly (string Name, int Least, int Most)[] Alert =
    [
        ("identifier", 1, 1), ("sender", 1, 1), ("sent", 1, 1), ("status", 1, 1), ("msgType", 1, 1),
        ("source", 0, 1), ("scope", 1, 1), ("restriction", 0, 1), ("addresses", 0, 1), ("code", 0, int.MaxValue),
        ("note", 0, 1), ("references", 0, 1), ("incidents", 0, 1), ("info", 0, int.MaxValue),
    ];

    private static readonly (string Name, int Least, int Most)[] Info =
    [
        ("language", 0, 1), ("category", 1, int.MaxValue), ("event", 1, 1), ("responseType", 0, int.MaxValue),
        ("urgency", 1, 1), ("severity", 1, 1), ("certainty", 1, 1), ("audience", 0, 1), ("eventCode", 0, int.MaxValue),
        ("effective", 0, 1), ("onset", 0, 1), ("expires", 0, 1), ("senderName", 0, 1), ("headline", 0, 1),
        ("description", 0, 1), ("instruction", 0, 1), ("web", 0, 1), ("contact", 0, 1), ("parameter", 0, int.MaxValue),
        ("resource", 0, int.MaxValue), ("area", 0, int.MaxValue),
    ];

    private static readonly (string Name, int Least, int Most)[] Area =
    [
        ("areaDesc", 1, 1), ("polygon", 0, int.MaxValue), ("circle", 0, int.MaxValue), ("geocode", 0, int.MaxValue),
        ("altitude", 0, 1), ("ceiling", 0, 1),
    ];

    private static readonly (string Name, int Least, int Most)[] Pair = [("valueName", 1, 1), ("value", 1, 1)];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["status"] = ["Actual", "Exercise", "System", "Test", "Draft"],
        ["msgType"] = ["Alert", "Update", "Cancel", "Ack", "Error"],
        ["scope"] = ["Public", "Restricted", "Private"],
        ["category"] =
        [
            "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE",
            "Other",
        ],
        ["urgency"] = ["Immediate", "Expected", "Future", "Past", "Unknown"],
        ["severity"] = ["Extreme", "Severe", "Moderate", "Minor", "Unknown"],
        ["certainty"] = ["Observed", "Likely", "Possible", "Unlikely", "Unknown"],
    };

    /// <summary>Everything that is wrong; empty for a valid alert.</summary>
    public static IReadOnlyList<string> Faults(XDocument document)
    {
        var root = document.Root!;
        if (root.Name != Cap + "alert") return [$"the root is {root.Name}"];
        var faults = new List<string>();
        Sequence(root, Alert, faults);
        foreach (var element in root.Descendants())
        {
            if (element.Name.Namespace != Cap) faults.Add($"{element.Name} stands outside the namespace");
            if (element.HasAttributes) faults.Add($"{element.Name.LocalName} has attributes");
            if (Allowed.TryGetValue(element.Name.LocalName, out var values) && !values.Contains(element.Value))
                faults.Add($"{element.Name.LocalName} is '{element.Value}'");
            Children(element, faults);
        }

        Conditions(root, faults);
        return faults;
    }

    private static void Children(XElement element, List<string> faults)
    {
        switch (element.Name.LocalName)
        {
            case "info": Sequence(element, Info, faults); break;
            case "area": Sequence(element, Area, faults); break;
            case "parameter" or "eventCode" or "geocode": Sequence(element, Pair, faults); break;
            default:
                if (element.HasElements) faults.Add($"{element.Name.LocalName} has elements inside");
                break;
        }
    }

    private static void Sequence(XElement parent, (string Name, int Least, int Most)[] rules, List<string> faults)
    {
        var place = 0;
        foreach (var child in parent.Elements())
        {
            var rule = Array.FindIndex(rules, rule => rule.Name == child.Name.LocalName);
            if (rule < 0) faults.Add($"{parent.Name.LocalName} may not hold {child.Name.LocalName}");
            else if (rule < place) faults.Add($"{child.Name.LocalName} comes too late in {parent.Name.LocalName}");
            else place = rule;
        }

        foreach (var (name, least, most) in rules)
        {
            var count = parent.Elements(Cap + name).Count();
            if (count < least || count > most) faults.Add($"{parent.Name.LocalName} holds {name} {count} times");
        }

        if (parent.Nodes().OfType<XText>().Any(text => !string.IsNullOrWhiteSpace(text.Value)))
            faults.Add($"{parent.Name.LocalName} holds loose text");
    }

    // What the schema cannot say and the standard does.
    private static void Conditions(XElement root, List<string> faults)
    {
        string Value(string name) => root.Element(Cap + name)?.Value ?? "";
        if (!Word().IsMatch(Value("identifier"))) faults.Add($"identifier '{Value("identifier")}'");
        if (!Word().IsMatch(Value("sender"))) faults.Add($"sender '{Value("sender")}'");
        Moment(Value("sent"), "sent", faults);
        if (Value("scope") == "Private" && string.IsNullOrWhiteSpace(Value("addresses"))) faults.Add("no addresses");
        if (Value("scope") == "Restricted" && Value("restriction").Length == 0) faults.Add("no restriction");
        if (Value("msgType") is not "Alert" && Value("references").Length == 0) faults.Add("no references");
        if (Value("msgType") is "Alert" && Value("references").Length > 0) faults.Add("an Alert has references");
        foreach (var reference in Value("references").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = reference.Split(',');
            if (parts.Length != 3 || !Word().IsMatch(parts[0]) || !Word().IsMatch(parts[1])) faults.Add(reference);
            else Moment(parts[2], "references", faults);
            if (parts.Length == 3 && parts[1] == Value("identifier")) faults.Add("it refers to itself");
        }

        foreach (var info in root.Elements(Cap + "info"))
        {
            if (info.Element(Cap + "language")?.Value != "nl-NL") faults.Add("the language is not Dutch");
            if (info.Element(Cap + "headline") is { Value.Length: > 160 }) faults.Add("the headline is too long");
            foreach (var circle in info.Descendants(Cap + "circle")) Circle(circle.Value, faults);
        }
    }

    private static void Moment(string text, string name, List<string> faults)
    {
        if (!TimePattern().IsMatch(text) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _))
            faults.Add($"{name} '{text}' is no CAP time");
        if (text.EndsWith("+00:00", StringComparison.Ordinal)) faults.Add($"{name}: UTC is written -00:00 in CAP");
    }

    private static void Circle(string text, List<string> faults)
    {
        var match = CirclePattern().Match(text);
        if (!match.Success) faults.Add($"circle '{text}'");
        else if (double.Parse(match.Groups["north"].Value, CultureInfo.InvariantCulture) is < -90 or > 90
                 || double.Parse(match.Groups["east"].Value, CultureInfo.InvariantCulture) is < -180 or > 180)
            faults.Add($"circle '{text}' is nowhere");
    }

    [GeneratedRegex(@"\A[^\s,<&]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"\A\d\d\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d\z", RegexOptions.NonBacktracking)]
    private static partial Regex TimePattern();

    [GeneratedRegex(
        @"\A(?<north>-?\d+(?:\.\d+)?),(?<east>-?\d+(?:\.\d+)?) \d+(?:\.\d+)?\z", RegexOptions.NonBacktracking)]
    private static partial Regex CirclePattern();
}
