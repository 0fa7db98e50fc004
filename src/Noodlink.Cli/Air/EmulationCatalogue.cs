using Noodlink.Station.Modems;

namespace Noodlink.Cli.Air;

/// <summary>Every modem that can be emulated, in the order in which help shows them. A new modem is one file and one
/// line here; <c>noodlink air</c> and the contract suite read this list.</summary>
internal static class EmulationCatalogue
{
    public static IReadOnlyList<Emulation> All { get; } =
    [
        new("rylr998", (channel, _, toHost) => new EmulatedRylr998(channel, isAscii: false, toHost)),
        new("rylr998-ascii", (channel, _, toHost) => new EmulatedRylr998(channel, isAscii: true, toHost))
            { Options = "?binary=hex" },
        Kiss("kiss", KissFirmware.MeshCore),
        Kiss("kiss-direwolf", KissFirmware.Direwolf) with { Answers = false },
        Kiss("kiss-plain", KissFirmware.Plain) with { Answers = false, ReportsFrames = false, ReportsEachSent = false },
        Kiss("meshcore", KissFirmware.MeshCore),
        new("rui3", (channel, _, toHost) => new EmulatedRui3(channel, isOld: false, toHost)),
        new("rui3-old", (channel, _, toHost) => new EmulatedRui3(channel, isOld: true, toHost)),
        new("rf95modem", (channel, _, toHost) => new EmulatedRf95Modem(channel, toHost))
            { Settings = new RadioSettings(SpreadingFactor: 7, PowerDbm: 23) },
        new("rnode", (channel, _, toHost) => new EmulatedRNode(channel, toHost)) { ReportsEachSent = false },
        new("ebyte", (channel, _, toHost) => new EmulatedEbyte(channel, toHost))
        {
            Settings = new(868_125_000, SpreadingFactor: 7, BandwidthHz: 500_000, PowerDbm: 13, DutyCyclePercent: 1),
            ReportsFrames = false,
            ReportsEachSent = false,
            TellsRestarts = false,
        },
        new("meshtastic", (channel, tuning, toHost) => new EmulatedMeshtastic(channel, tuning, toHost)),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(emulation => emulation.Name)];

    /// <exception cref="InvalidOperationException">Not one of <see cref="Names"/>.</exception>
    public static Emulation Find(string name) => All.Single(emulation => emulation.Name == name);

    private static Emulation Kiss(string name, KissFirmware firmware) =>
        new(name, (channel, tuning, toHost) => new EmulatedKiss(channel, tuning, firmware, toHost));
}
