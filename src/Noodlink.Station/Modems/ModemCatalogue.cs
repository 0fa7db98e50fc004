using Microsoft.Extensions.Logging;
using Noodlink.Protocol.Radio;

namespace Noodlink.Station.Modems;

/// <summary>One line of the catalogue.</summary>
/// <param name="Scheme">As in <c>Radio:Modem</c>, before the first colon.</param>
/// <param name="Faults">What this dialect cannot do with these settings.</param>
/// <param name="Create">The dialect itself, with the options of its address (each that was not given has its first
/// value).</param>
internal sealed record ModemKind(
    string Scheme, Func<RadioSettings, IEnumerable<string>> Faults,
    Func<RadioSettings, IReadOnlyDictionary<string, string>, IModemDialect> Create)
{
    /// <summary>The speed of its serial line from the factory (modems.md §0).</summary>
    public int BaudDefault { get; init; } = 115_200;

    /// <summary>What else its address may say behind the question mark, and the values allowed; the first is the
    /// default.</summary>
    public IReadOnlyDictionary<string, string[]> Options { get; init; } = new Dictionary<string, string[]>();
}

/// <summary>Every modem that Noodlink can drive, by the scheme of its address. A new modem is one file and one line
/// here.</summary>
/// <remarks>Addresses (interfaces.md §2): <c>none</c>, <c>dialect:/dev/path[?baud=N]</c>,
/// <c>dialect+tcp://host:port</c>, with the dialect's own options behind the question mark. Pure but for
/// <see cref="Create"/>; safe from any thread. The order is that of help and of <c>firmware-notes/</c>.</remarks>
public static class ModemCatalogue
{
    internal static IReadOnlyList<ModemKind> Kinds { get; } =
    [
        new("rylr998", Rylr998Modem.Faults, (settings, options) => new Rylr998Modem(settings, options["binary"]))
        {
            Options = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["binary"] = Rylr998Modem.Binaries },
        },
        new("kiss", KissModem.Faults, (settings, _) => new KissModem(settings)),
        new("meshcore", MeshCoreModem.Faults, (settings, _) => new MeshCoreModem(settings)),
        new("rui3", Rui3Modem.Faults, (settings, _) => new Rui3Modem(settings)),
        new("rf95modem", Rf95Modem.Faults, (settings, _) => new Rf95Modem(settings)),
        new("rnode", RNodeModem.Faults, (settings, _) => new RNodeModem(settings)),
        new("ebyte", EbyteModem.Faults, (settings, options) => new EbyteModem(settings, options["mode"]))
        {
            BaudDefault = 9600,
            Options = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["mode"] = EbyteModem.Modes },
        },
        new("meshtastic", MeshtasticModem.Faults,
            (settings, options) => new MeshtasticModem(settings, options["channel"][0] - '0'))
            { Options = MeshtasticModem.Options },
    ];

    /// <summary>Everything that is wrong with this address and these settings, the band plan included, each in one
    /// English sentence; empty when all is well. A device that is not there is no fault: it may be plugged in later.
    /// Never throws.</summary>
    public static IReadOnlyList<string> Faults(string address, RadioSettings settings)
    {
        var faults = new List<string>();
        var parsed = ModemAddress.Parse(address, faults);
        if (parsed is null && faults.Count == 0) return faults;

        if (settings.SpreadingFactor is < Airtime.SpreadingFactorMin or > Airtime.SpreadingFactorMax)
            faults.Add($"SpreadingFactor is {settings.SpreadingFactor}, "
                + $"must be {Airtime.SpreadingFactorMin}..{Airtime.SpreadingFactorMax}");
        if (settings.CodingRate is < 5 or > 8)
            faults.Add($"CodingRate is {settings.CodingRate}, must be 5..8 (for 4/5 to 4/8)");
        faults.AddRange(BandPlan.Faults(
            settings.FrequencyHz, settings.BandwidthHz, settings.PowerDbm, settings.DutyCyclePercent));
        if (parsed is not null) faults.AddRange(parsed.Kind.Faults(settings));
        return faults;
    }

    /// <summary>The modem behind an address, not yet running; null for <c>none</c>.</summary>
    /// <exception cref="ArgumentException">The address or the settings have <see cref="Faults"/>.</exception>
    /// <param name="dropped">Counts noise and damaged frames; null: nobody asks.</param>
    public static IModem? Create(
        string address, RadioSettings settings, TimeProvider time, ILogger logger, DropCount? dropped = null)
    {
        var faults = Faults(address, settings);
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults), nameof(address));
        var parsed = ModemAddress.Parse(address, []);
        return parsed is null
            ? null
            : new ModemDriver(address, parsed.Kind.Create(settings, parsed.Options), parsed.Opener(time), time, logger, dropped);
    }
}
