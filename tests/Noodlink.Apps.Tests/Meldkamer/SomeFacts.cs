using Noodlink.Protocol;
using Noodlink.Protocol.Messages;

namespace Noodlink.Apps.Tests.Meldkamer;

/// <summary>Facts as a station could send them, drawn from a seed: every field there or not, every answer, and
/// texts with everything that a form or hostile software might let through.</summary>
internal sealed class SomeFacts(int seed)
{
    private static readonly string[] Pieces =
    [
        "brand", "é", "ü", "<", ">", "&", "]]>", "\"", "'", "\n", "\r\n", " ", "±40", "😀", "\0", "\u0007", "\uFFFE",
        "\uD800", "\uDC00", "\u0085", "\u2028", "--", "<!--", "&#0;", "Ŵ", "中", "\u202E", ",", "IJ",
    ];

    private readonly Random _random = new(seed);

    public AlarmFacts Next() => new()
    {
        Services = List<EmergencyService>(),
        Location = Maybe() ? Place() : null,
        Type = One<AlarmType>(),
        DangerToLife = One<Danger>(),
        Victims = Count(),
        Unresponsive = Count(),
        Trapped = Count(),
        Children = Count(),
        Hazards = List<Hazard>(),
        Access = One<Access>(),
        Guide = One<Guide>(),
        Actions = List<ActionTaken>(),
        Source = One<Source>(),
        Reporter = One<ReporterPresence>(),
        Language = Maybe() ? $"{Letter()}{Letter()}" : null,
        Barriers = List<Protocol.Messages.Barrier>(),
        OccurredAgoMinutes = Maybe() ? AlarmFacts.AgeSteps[_random.Next(AlarmFacts.AgeSteps.Length)] : null,
        VulnerableSites = List<VulnerableSite>(),
        Text = Text(40),
    };

    private Location Place() => new()
    {
        Kind = One<LocationKind>() ?? LocationKind.Text,
        Certainty = One<Certainty>() ?? Certainty.Unknown,
        Street = Text(4),
        Number = Text(2),
        Postcode = Maybe() ? "9843AB" : null,
        Place = Text(4),
        Gemeente = Text(4),
        Road = Maybe() ? "N355" : null,
        Hectometre = Maybe() ? _random.Next(0, 10_000) / 10m : null,
        Side = One<RoadSide>(),
        Towards = Text(4),
        Spot = Text(4),
        Rd = Maybe() ? new Rd(_random.Next(-1000, 301_000), _random.Next(299_000, 631_000)) : null,
        Text = Text(10),
    };

    public string? Text(int piecesMax)
    {
        if (!Maybe()) return null;
        return string.Concat(_random.GetItems(Pieces, _random.Next(piecesMax + 1)));
    }

    private bool Maybe() => _random.Next(3) > 0;

    private char Letter() => (char)('a' + _random.Next(26));

    private byte? Count() => Maybe() ? (byte)_random.Next(15) : null;

    private T? One<T>() where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return Maybe() ? values[_random.Next(values.Length)] : null;
    }

    private ValueList<T>? List<T>() where T : struct, Enum =>
        Maybe() ? Enum.GetValues<T>().Where(_ => Maybe()).ToValueList() : null;
}
