namespace Noodlink.Cli;

/// <summary>What a command gives back to the shell (interfaces.md §6; the numbers are those of sysexits.h).</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>It ran and failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use: an unknown option, a value that cannot be.</summary>
    public const int WrongUse = 64;

    /// <summary>Something it needs is not available: a device, a server, a port.</summary>
    public const int Unavailable = 69;

    /// <summary>The configuration is wrong.</summary>
    public const int WrongConfiguration = 78;
}
