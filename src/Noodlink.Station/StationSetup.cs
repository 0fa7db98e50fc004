using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;
using Noodlink.Station.Modems;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>The configuration of a station, read once and checked as a whole (interfaces.md §2).</summary>
/// <remarks>Immutable after <see cref="Read"/>; safe to share.</remarks>
public sealed class StationSetup
{
    private StationSetup() { }

    /// <summary>Section <c>Station</c>.</summary>
    public required StationOptions Station { get; init; }

    /// <summary>Section <c>Mqtt</c>.</summary>
    public required MqttOptions Mqtt { get; init; }

    /// <summary>Section <c>Radio</c>, checked against the band plan and the modem.</summary>
    public required RadioOptions Radio { get; init; }

    /// <summary>Section <c>Timers</c>.</summary>
    public required TimerOptions Timers { get; init; }

    /// <summary>Section <c>Courier</c>.</summary>
    public required CourierOptions Courier { get; init; }

    /// <summary>Section <c>Places</c>, <see cref="PlacesOptions.File"/> filled in; an empty value is null.</summary>
    public required PlacesOptions Places { get; init; }

    /// <summary>Days after closing that the content of a message is kept.</summary>
    public required int RetentionDays { get; init; }

    /// <summary>What the screens speak.</summary>
    public required CultureInfo Language { get; init; }

    /// <summary>Number, id and name.</summary>
    public required StationIdentity Identity { get; init; }

    /// <summary>Node: whose receipts count, the home hub first.</summary>
    public required IReadOnlyList<ushort> HubNumbers { get; init; }

    /// <summary>Node: the station's key; null at a hub.</summary>
    public required StationKey? Key { get; init; }

    /// <summary>What the modem is set to.</summary>
    public RadioSettings RadioSettings => Settings(Radio);

    /// <summary>Reads sections Station, Mqtt, Radio, Timers, Courier, Places and Retention.</summary>
    /// <param name="faults">Gets one English line per fault: which key, which value, what is allowed.</param>
    /// <returns>Null when there is any fault.</returns>
    public static StationSetup? Read(IConfiguration configuration, bool isHub, List<string> faults)
    {
        var before = faults.Count;
        var station = Bind<StationOptions>(configuration, "Station", faults);
        var mqtt = Bind<MqttOptions>(configuration, "Mqtt", faults);
        var radio = Bind<RadioOptions>(configuration, "Radio", faults);
        var timers = Bind<TimerOptions>(configuration, "Timers", faults);
        var courier = Bind<CourierOptions>(configuration, "Courier", faults);
        var places = PlacesOf(configuration, station, faults);
        var retention = Bind<RetentionOptions>(configuration, "Retention", faults);
        var language = Dutch.Language.Find(station.Language);
        if (language is null)
            faults.Add($"Station:Language is '{station.Language}', must be nl, or a language that this program has words in.");
        var id = IdentityFaults(station, faults);
        var hubs = isHub ? [] : HubNumbersOf(station, faults);
        var key = isHub ? null : KeyOf(station.KeyFile, faults);
        if (mqtt.Enabled && !isHub) faults.AddRange(MqttSettings.Faults(mqtt));
        faults.AddRange(
            ModemCatalogue.Faults(radio.Modem, Settings(radio)).Select(fault => $"Radio: {fault.TrimEnd('.')}."));
        if (faults.Count > before) return null;
        return new StationSetup
        {
            Station = station, Mqtt = mqtt, Radio = radio, Timers = timers, Courier = courier,
            Places = places, Language = language!,
            RetentionDays = retention.MessageDays ?? (isHub ? 30 : 14), HubNumbers = hubs, Key = key,
            Identity = new StationIdentity((ushort)station.Number, id, station.Name, isHub),
        };
    }

    private static RadioSettings Settings(RadioOptions radio) => new(
        radio.FrequencyHz, radio.SpreadingFactor, radio.BandwidthHz, radio.CodingRate, radio.PowerDbm,
        radio.DutyCyclePercent);

    /// <summary>One section of the configuration; each wrong value is a fault of its own.</summary>
    public static T Bind<T>(IConfiguration configuration, string section, List<string> faults)
        where T : class, new()
    {
        var options = new T();
        // Key by key, so that one wrong value does not hide the others.
        foreach (var property in typeof(T).GetProperties())
        {
            var value = configuration.GetSection($"{section}:{property.Name}");
            if (!value.Exists()) continue;
            try
            {
                var bound = value.Get(property.PropertyType);
                if (property.CanWrite && bound is not null) property.SetValue(options, bound);
                else if (!property.CanWrite) value.Bind(property.GetValue(options));
            }
            catch (InvalidOperationException)
            {
                var kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                faults.Add($"{section}:{property.Name} is '{value.Value}', must be {NameOf(kind)}.");
            }
        }

        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (var result in results)
        {
            var name = result.MemberNames.FirstOrDefault() ?? "";
            faults.Add($"{section}:{name} is {typeof(T).GetProperty(name)?.GetValue(options)}: {result.ErrorMessage}");
        }

        return options;
    }

    private static string NameOf(Type type) => type switch
    {
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(bool) => "true or false",
        { IsEnum: true } => string.Join(" or ", Enum.GetNames(type)),
        _ => "a list of whole numbers or text",
    };

    private static StationId IdentityFaults(StationOptions station, List<string> faults)
    {
        if (station.Number is < 1 or > 65534) faults.Add($"Station:Number is {station.Number}, must be 1..65534.");
        if (!StationId.TryParse(station.Id, out var id))
            faults.Add($"Station:Id is '{station.Id}', must be like GR-WK1: ^[A-Z]{{2}}-[A-Z0-9]{{2,5}}$.");
        if (station.Rd is { Length: > 0 } rd && Position(rd) is null)
            faults.Add($"Station:Rd is '{rd}', must be x,y in whole metres within 0..300000,300000..630000 (EPSG:28992).");
        if (string.IsNullOrWhiteSpace(station.DataDirectory)) faults.Add("Station:DataDirectory is empty, must be a directory.");
        else if (!CanUse(station.DataDirectory, out var reason))
            faults.Add($"Station:DataDirectory '{station.DataDirectory}' cannot be used: {reason}");
        return id;
    }

    /// <summary>A file that is not there yet is no fault: places are typed until it comes. One that can never be is.</summary>
    private static PlacesOptions PlacesOf(IConfiguration configuration, StationOptions station, List<string> faults)
    {
        var places = Bind<PlacesOptions>(configuration, "Places", faults);
        places.File = string.IsNullOrWhiteSpace(places.File)
            ? Path.Combine(station.DataDirectory, "gazetteer.db") : places.File;
        places.Map = string.IsNullOrWhiteSpace(places.Map) ? null : places.Map;
        places.Shelf = string.IsNullOrWhiteSpace(places.Shelf) ? null : places.Shelf;
        foreach (var (key, path) in new[] { ("File", places.File), ("Map", places.Map) })
            if (Directory.Exists(path)) faults.Add($"Places:{key} '{path}' is a directory, must be a file.");
        if (File.Exists(places.Shelf)) faults.Add($"Places:Shelf '{places.Shelf}' is a file, must be a directory.");
        return places;
    }

    /// <summary><c>x,y</c> of a station, or null.</summary>
    public static Rd? Position(string? text)
    {
        var parts = text?.Split(',') ?? [];
        if (parts.Length != 2 || !int.TryParse(parts[0].Trim(), out var x) || !int.TryParse(parts[1].Trim(), out var y))
            return null;
        return x is >= 0 and <= Rd.XMax && y is >= Rd.YMin and <= Rd.YMax ? new Rd(x, y) : null;
    }

    private static bool CanUse(string directory, out string reason)
    {
        reason = "";
        try
        {
            Directory.CreateDirectory(
                directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            reason = e.Message;
            return false;
        }
    }

    private static List<ushort> HubNumbersOf(StationOptions station, List<string> faults)
    {
        List<int> numbers = [.. station.HubNumbers];
        if (numbers.Count == 0 && station.HubNumber is { } single) numbers.Add(single);
        if (numbers.Count == 0) faults.Add("Station:HubNumbers is empty, must list the number of at least one coördinatiepunt.");
        foreach (var number in numbers.Where(number => number is < 1 or > 65534))
            faults.Add($"Station:HubNumbers has {number}, must be 1..65534.");
        if (numbers.Contains(station.Number)) faults.Add($"Station:HubNumbers has {station.Number}, which is this station itself.");
        return [.. numbers.Where(number => number is >= 1 and <= 65534).Select(number => (ushort)number)];
    }

    private static StationKey? KeyOf(string? file, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            faults.Add("Station:KeyFile is empty, must be the file that `noodlink station new` made.");
            return null;
        }

        try
        {
            if (StationKey.TryParse(File.ReadAllText(file).Trim(), out var key)) return key;
            faults.Add($"Station:KeyFile '{file}' does not hold a station key (32 bytes, base64url or hex).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"Station:KeyFile '{file}' cannot be read: {e.Message}");
        }

        return null;
    }
}
