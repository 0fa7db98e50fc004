namespace Noodlink.Cli.Air;

/// <summary>What an emulated modem does wrong until it is told otherwise. A restart does not mend it.</summary>
internal enum ModemFault
{
    /// <summary>It does what its documents say.</summary>
    None,

    /// <summary>Answers every command, takes frames, sends none of them and never says that it did.</summary>
    Stuck,

    /// <summary>Says yes to every setting, and keeps its power (or another, where power cannot be set) as it came from
    /// the factory.</summary>
    Stubborn,
}
