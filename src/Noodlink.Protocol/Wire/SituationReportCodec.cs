using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Situatierapport = what is there (1) | power (4 bits), LAN (4) | radio (4), 112 (4) | staff (1) | present (2) |
// hours of power (1) | fields: text.
//
// What is there: 1 = staff, 2 = present, 4 = hours of power, 8 = open or closed is known, 16 = open. A number that is
// not there is written as 0.

/// <summary>Writes and reads situatierapporten.</summary>
internal static class SituationReportCodec
{
    private const byte HasStaff = 1;
    private const byte HasPresent = 2;
    private const byte HasHours = 4;
    private const byte HasOpen = 8;
    private const byte IsOpen = 16;
    private const byte Known = HasStaff | HasPresent | HasHours | HasOpen | IsOpen;

    public static void Encode(BodyWriter writer, SituationReport report)
    {
        if (report == new SituationReport())
            throw new ArgumentException("A situatierapport says something.", nameof(report));
        if (!Defined(report.Power) || !Defined(report.Lan) || !Defined(report.Radio) || !Defined(report.Reach112))
            throw new ArgumentException("A value that does not exist.", nameof(report));
        var there = (report.Staff is null ? 0 : HasStaff) | (report.Present is null ? 0 : HasPresent)
            | (report.PowerHours is null ? 0 : HasHours) | (report.Open is null ? 0 : HasOpen)
            | (report.Open == true ? IsOpen : 0);
        writer.Byte(there);
        writer.Byte((EnumCode.Of(report.Power) << 4) | EnumCode.Of(report.Lan));
        writer.Byte((EnumCode.Of(report.Radio) << 4) | EnumCode.Of(report.Reach112));
        writer.Byte(report.Staff ?? 0);
        writer.UInt16(report.Present ?? 0);
        writer.Byte(report.PowerHours ?? 0);
        writer.Text(Tags.Text, report.Text, Limits.Text);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var there = reader.Flags(Known);
        var (first, second) = (reader.Byte(), reader.Byte());
        var (staff, present, hours) = (reader.Byte(), reader.UInt16(), reader.Byte());
        if (((there & HasStaff) == 0 && staff != 0) || ((there & HasPresent) == 0 && present != 0)
            || ((there & HasHours) == 0 && hours != 0) || (there & (HasOpen | IsOpen)) == IsOpen)
            reader.Malformed("a value that is said not to be there");
        var report = new SituationReport
        {
            Open = (there & HasOpen) == 0 ? null : (there & IsOpen) != 0,
            Staff = (there & HasStaff) == 0 ? null : staff,
            Present = (there & HasPresent) == 0 ? null : present,
            PowerHours = (there & HasHours) == 0 ? null : hours,
            Power = reader.Optional(first >> 4, PowerSource.None),
            Lan = reader.Optional(first & 15, LinkQuality.Off),
            Radio = reader.Optional(second >> 4, LinkQuality.Off),
            Reach112 = reader.Optional(second & 15, Reachable112.No),
            Text = TextField.Read(ref reader),
        };
        if (report == new SituationReport()) reader.Malformed("a situatierapport that says nothing");
        return reader.Finish(report);
    }

    private static bool Defined<T>(T? value) where T : struct, Enum => value is not { } set || Enum.IsDefined(set);
}
