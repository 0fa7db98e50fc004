using Noodlink.Station.Modems;

namespace Noodlink.Cli.Air;

/// <summary>One line of <see cref="EmulationCatalogue"/>: a modem that <c>noodlink air</c> can be.</summary>
/// <param name="Name">As <c>--modem</c> names it: a scheme of <see cref="ModemCatalogue"/>, or one with <c>-variant</c>
/// behind it.</param>
/// <param name="Create">The modem on a channel; the tuning is that of a radio whose modem does not set it; the last is
/// the serial line to its host.</param>
internal sealed record Emulation(
    string Name, Func<AirChannel, Tuning, Action<ReadOnlyMemory<byte>>, IEmulatedModem> Create)
{
    /// <summary>The dialect that drives it, as <c>Radio:Modem</c> names it.</summary>
    public string Scheme => Name.Split('-')[0];

    /// <summary>The address of one that is behind a device.</summary>
    public string Address(string device) => $"{Scheme}:{device}{Options}";

    /// <summary>A dialect for it.</summary>
    public IModemDialect Dialect(RadioSettings settings)
    {
        var address = ModemAddress.Parse(Address("/dev/null"), faults: [])
            ?? throw new InvalidOperationException($"{Name}: no modem of ModemCatalogue");
        return address.Kind.Create(settings, address.Options);
    }

    /// <summary>Options that its address needs: <c>?model=e32</c>.</summary>
    public string Options { get; init; } = "";

    /// <summary>Allowed here, possible with this modem, and the quickest of those: 200 bytes in 160 ms where nothing
    /// else is said.</summary>
    public RadioSettings Settings { get; init; } = new(SpreadingFactor: 7, BandwidthHz: 250_000);

    /// <summary>False: nothing that it was told can be read back.</summary>
    public bool Answers { get; init; } = true;

    /// <summary>False: says nothing when it starts, and comes back with everything as it was.</summary>
    public bool TellsRestarts { get; init; } = true;

    /// <summary>False: no word about a frame that it took, neither that it took it nor that it sent it: a hung one
    /// looks like a quiet channel, until the next time that it is asked for its settings.</summary>
    public bool ReportsFrames { get; init; } = true;

    /// <summary>False: it says that it took a frame, and nothing about each that has left; that it does not send shows
    /// after some frames only.</summary>
    public bool ReportsEachSent { get; init; } = true;
}
