using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Noodlink.Station.Places;
using Noodlink.Station.Places.Import;

namespace Noodlink.Cli.Commands;

/// <summary>What <c>noodlink airtime --json</c> prints.</summary>
internal sealed record AirtimeTable(
    int SpreadingFactor, int BandwidthHz, int CodingRate, int PreambleSymbols, string Band, double DutyCyclePercent,
    IReadOnlyList<AirtimeRow> Frames);

/// <summary>One size of frame.</summary>
internal sealed record AirtimeRow(int Bytes, double Milliseconds, int FramesPerHour);

/// <summary>JSON of the commands, camelCase as everywhere, written without reflection.</summary>
[JsonSerializable(typeof(AirtimeTable))]
[JsonSerializable(typeof(ModemCheckReport))]
[JsonSerializable(typeof(BackupReport))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(List<FoundPlace>))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>With apostrophes and accents as people write them: this is for a terminal or a program, not for a web
    /// page.</summary>
    public static CliJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter<PlaceKind>() },
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
