namespace Noodlink.Cli.Commands;

/// <summary>What a modem check found; printed as a table or as JSON.</summary>
/// <param name="Modem">Its address as given.</param>
/// <param name="Ready">Opened, configured and read back.</param>
/// <param name="Detail">What the modem said it is, or what is wrong.</param>
/// <param name="Band">The sub-band that holds the channel.</param>
/// <param name="CoreMilliseconds">Time on air of the core of a noodmelding (51 bytes) with this modem.</param>
/// <param name="LongestMilliseconds">Time on air of the longest frame.</param>
internal sealed record ModemCheckReport(
    string Modem, bool Ready, string Detail, string Band, double CoreMilliseconds, double LongestMilliseconds,
    SendReport? Send = null, ListenReport? Listen = null);

/// <param name="Sent">Frames that the modem sent.</param>
/// <param name="Failed">Frames that it refused or lost.</param>
/// <param name="Answered">Frames that a <c>modem check --listen</c> elsewhere answered.</param>
/// <param name="LossPercent">Of question and answer together.</param>
internal sealed record SendReport(
    int Asked, int Sent, int Failed, int Answered, double LossPercent, double? RoundTripMilliseconds,
    double? RssiHereDbm, double? SnrHereDb, double? RssiThereDbm, double? SnrThereDb);

/// <param name="Heard">All frames.</param>
/// <param name="Questions">Those of a <c>modem check --send</c>.</param>
/// <param name="Answered">Questions whose answer left.</param>
/// <param name="Missed">Numbers between the first and the last question of each run that did not come.</param>
internal sealed record ListenReport(
    int Heard, int Questions, int Answered, int Missed, double? RssiDbm, double? SnrDb);
