using Noodlink.Screens.Frame;
using Noodlink.Station;
using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages;

/// <summary>A part of the machine: how it is in words, and what to do.</summary>
/// <param name="Item">As in the bar.</param>
/// <param name="Do">What a person does; null: nothing.</param>
public sealed record MachineStand(BarItem Item, string? Do)
{
    internal static IReadOnlyList<MachineStand> Of(Desk desk, DateTimeOffset now)
    {
        var status = desk.Status;
        var radio = status.Bearers.GetValueOrDefault(BearerName.Radio);
        var clock = NodeBar.Clock(status, now);
        var link = NodeBar.Link(status, now);
        var disk = status.Storage.Healthy && status.Storage.Detail.Length == 0
            ? new BarItem("schijf", Words.Settings_Disk, Words.Settings_DiskGood)
            : new BarItem(
                "schijf", Words.Settings_Disk, status.Storage.Detail,
                status.Storage.Healthy ? BarLevel.Wait : BarLevel.Bad);
        return
        [
            new MachineStand(disk, disk.Level == BarLevel.Good ? null : Words.Settings_DiskDo),
            new MachineStand(clock, clock.Level == BarLevel.Good ? null : Words.Settings_ClockDo),
            new MachineStand(link, link.Level == BarLevel.Good ? null : Words.Settings_LinkDo),
            new MachineStand(NodeBar.Radio(radio), radio switch
            {
                null => Words.Settings_RadioAbsent,
                { Up: false } => Words.Settings_RadioOff,
                { Silent: true } => Words.Settings_RadioSilent,
                _ => null,
            }),
        ];
    }
}
