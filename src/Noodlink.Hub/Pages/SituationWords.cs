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
            report.Open switch { true => "open", false => "gesloten", null => null },
            report.Staff is { } staff ? $"{staff} vrijwilligers" : null,
            report.Present is { } present ? $"{present} aanwezig" : null,
            report.Power is { } power ? $"stroom: {MessageLabels.Of(power)}" : null,
            report.PowerHours is { } hours ? $"nog {hours} uur" : null,
            report.Lan is { } lan ? $"netwerk {MessageLabels.Of(lan)}" : null,
            report.Radio is { } radio ? $"radio {MessageLabels.Of(radio)}" : null,
            report.Reach112 is { } reach ? $"112 hier bereikbaar: {MessageLabels.Of(reach)}" : null,
            report.Text,
        ];
        return string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }
}
