using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;

namespace Noodlink.Hub.Pages;

/// <summary>A situatierapport in one line.</summary>
internal static class SituationWords
{
    public static string Of(SituationReport report)
    {
        string?[] parts =
        [
            report.Open switch { true => Words.Situation_IsOpen, false => Words.Hub_IsClosed, null => null },
            report.Staff is { } staff ? Say.It(Words.Situation_StaffIs, staff) : null,
            report.Present is { } present ? Say.It(Words.Hub_Present, present) : null,
            report.Power is { } power ? Say.It(Words.Situation_PowerIs, MessageLabels.Of(power)) : null,
            report.PowerHours is { } hours ? Say.It(Words.Bar_HoursLeft, hours) : null,
            report.Lan is { } lan ? Say.It(Words.Hub_LanIs, MessageLabels.Of(lan)) : null,
            report.Radio is { } radio ? Say.It(Words.Hub_RadioIs, MessageLabels.Of(radio)) : null,
            report.Reach112 is { } reach ? Say.It(Words.Hub_Reach112, MessageLabels.Of(reach)) : null,
            report.Text,
        ];
        return string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }
}
