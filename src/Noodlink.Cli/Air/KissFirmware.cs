namespace Noodlink.Cli.Air;

/// <summary>What stands behind a KISS line.</summary>
internal enum KissFirmware
{
    /// <summary>Takes parameters and frames; never an answer.</summary>
    Plain,

    /// <summary>Tells its name and how many bytes wait inside.</summary>
    Direwolf,

    /// <summary>MeshCore's kiss_modem: sets its radio, tells when it has sent.</summary>
    MeshCore,
}
