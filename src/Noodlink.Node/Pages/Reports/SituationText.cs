using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.Reports;

/// <summary>A situatierapport in one line.</summary>
internal static class SituationText
{
    public static string Of(SituationReport report) => string.Join(", ", Parts(report).Where(part => part.Length > 0));

    /// <summary>The answers to "open or closed?", to choose from.</summary>
    public static IReadOnlyList<(string Value, string Words)> OpenOrNot =>
        [("true", Words.Situation_IsOpen), ("false", Words.Situation_IsClosed)];

    private static IEnumerable<string> Parts(SituationReport report) =>
    [
        report.Open is { } open ? OpenOrNot[open ? 0 : 1].Words : "",
        report.Staff is { } staff ? Say.It(Words.Situation_StaffIs, staff) : "",
        report.Present is { } present ? Say.It(Words.Situation_PresentIs, present) : "",
        report.Power is { } power ? Say.It(Words.Situation_PowerIs, MessageLabels.Of(power)) : "",
        report.PowerHours is { } hours ? Say.It(Words.Situation_HoursAre, hours) : "",
        report.Lan is { } lan ? Say.It(Words.Situation_LanIs, MessageLabels.Of(lan)) : "",
        report.Radio is { } radio ? Say.It(Words.Situation_RadioIs, MessageLabels.Of(radio)) : "",
        report.Reach112 is { } reach ? Say.It(Words.Situation_112Is, MessageLabels.Of(reach)) : "",
    ];
}
