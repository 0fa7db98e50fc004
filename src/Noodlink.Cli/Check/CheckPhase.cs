namespace Noodlink.Cli.Check;

/// <summary>The three parts of the check.</summary>
internal static class CheckPhase
{
    public const string Lan = "LAN";
    public const string Radio = "radio";
    public const string LanAgain = "LAN again";

    /// <summary>Examples that are sent once more over the radio: danger to life and not, an aanvulling, and a
    /// situatierapport, which goes last. A noodmelding takes about two seconds of air, receipts included.</summary>
    public static readonly IReadOnlyList<string> OverRadio = ["03", "05", "06", "07", "09", "10", "14"];

    /// <summary>And once more when the LAN is back.</summary>
    public static readonly IReadOnlyList<string> Afterwards = ["01", "02", "04", "08"];
}
