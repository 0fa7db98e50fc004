using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Station.Stations;

namespace Noodlink.Cli;

/// <summary>A new noodsteunpunt and where its files go.</summary>
internal sealed record EnrolmentRequest
{
    public required ushort Number { get; init; }
    public required StationId Id { get; init; }
    public required string Name { get; init; }
    public required string Gemeente { get; init; }
    public string? Rd { get; init; }

    public string? Address { get; init; }

    public string? Contact { get; init; }
    public required string StationsPath { get; init; }
    public required string KeyPath { get; init; }
    public required string PasswordPath { get; init; }
    public string? ConfigPath { get; init; }
    public IReadOnlyList<int> HubNumbers { get; init; } = [1];
    public string Broker { get; init; } = "127.0.0.1:1884";
    public string DataDirectory { get; init; } = "/var/lib/noodlink";

    /// <summary>Every file that is made and must not be there yet.</summary>
    public IEnumerable<string> NewFiles => new[] { KeyPath, PasswordPath, ConfigPath }.OfType<string>();
}

// Everything is looked at before anything is written. The station's own files are made first and the stations file is
// replaced last, so that a hub never knows a station whose key was lost on the way; what was made before a failure is
// taken away again. A lock file beside the stations file keeps two technicians from each dropping the other's station.

/// <summary>Makes a station's secrets and adds it to the hub's stations file.</summary>
internal static class Enrolment
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int PasswordBytes = 24;

    public static int Run(EnrolmentRequest request, TextWriter output, TextWriter errors)
    {
        var made = new List<string>();
        try
        {
            foreach (var file in request.NewFiles.Append(request.StationsPath))
                Directory.CreateDirectory(Path.GetDirectoryName(file)!, OwnerOnly);
            using var only = Lock(request.StationsPath);
            var fault = Look(request, out var stations);
            if (fault is null)
            {
                Make(request, stations!, made);
                Tell(request, output);
                return ExitCode.Done;
            }

            errors.WriteLine(fault.Value.Text);
            return fault.Value.Code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            foreach (var file in made) File.Delete(file);
            errors.WriteLine($"Nothing was changed: {e.Message}");
            return ExitCode.Unavailable;
        }
    }

    /// <summary>Null: it can be done.</summary>
    private static (int Code, string Text)? Look(EnrolmentRequest request, out StationList? stations)
    {
        stations = StationList.Empty;
        if (request.NewFiles.FirstOrDefault(File.Exists) is { } there)
            return (ExitCode.WrongUse, $"{there} is there already; a key or password is never written over.");
        if (request.NewFiles.Append(request.StationsPath).GroupBy(file => file, StringComparer.Ordinal)
            .FirstOrDefault(same => same.Count() > 1) is { } twice)
            return (ExitCode.WrongUse, $"{twice.Key} is named for two different files.");
        if (!File.Exists(request.StationsPath)) return null;

        stations = StationList.Parse(File.ReadAllBytes(request.StationsPath), out var faults);
        if (stations is null)
            return (ExitCode.WrongConfiguration, $"{request.StationsPath} is not right: {string.Join("; ", faults)}.");
        if (stations.Entries.FirstOrDefault(entry => entry.Number == request.Number) is { } number)
            return (ExitCode.WrongUse, $"Number {request.Number} is {number.Id}'s ({number.Name}); take another.");
        if (stations.Entries.FirstOrDefault(entry => entry.Id == request.Id) is { } id)
            return (ExitCode.WrongUse, $"{request.Id} is there already, as number {id.Number} ({id.Name}).");
        return null;
    }

    private static void Make(EnrolmentRequest request, StationList stations, List<string> made)
    {
        var key = StationKey.Create();
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes));
        var entry = new StationEntry(
            request.Number, request.Id, request.Name, request.Gemeente, request.Rd, key, password,
            request.Address, request.Contact);
        Create(request.KeyPath, Encoding.ASCII.GetBytes(key.ToSecretText() + "\n"), made);
        Create(request.PasswordPath, Encoding.ASCII.GetBytes(password + "\n"), made);
        if (request.ConfigPath is { } config) Create(config, Configuration(request), made);
        SecretFile.Replace(request.StationsPath, stations.With(entry).ToJson(), keepOwner: true);
    }

    private static void Create(string path, byte[] content, List<string> made)
    {
        SecretFile.Create(path, content);
        made.Add(path);
    }

    /// <summary>Everything that a node must be told; what is left out has its default.</summary>
    private static byte[] Configuration(EnrolmentRequest request)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartObject();
            json.WriteString("Urls", "http://127.0.0.1:5081");
            json.WriteStartObject("Station");
            json.WriteNumber("Number", request.Number);
            json.WriteString("Id", $"{request.Id}");
            json.WriteString("Name", request.Name);
            json.WriteString("Gemeente", request.Gemeente);
            if (request.Rd is { } rd) json.WriteString("Rd", rd);
            if (request.Address is { } address) json.WriteString("Address", address);
            if (request.Contact is { } contact) json.WriteString("Contact", contact);
            json.WriteString("DataDirectory", request.DataDirectory);
            json.WriteString("KeyFile", request.KeyPath);
            json.WriteStartArray("HubNumbers");
            foreach (var number in request.HubNumbers) json.WriteNumberValue(number);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartObject("Mqtt");
            json.WriteStartArray("Hosts");
            json.WriteStringValue(request.Broker);
            json.WriteEndArray();
            json.WriteString("Username", $"{request.Id}");
            json.WriteString("PasswordFile", request.PasswordPath);
            json.WriteEndObject();
            json.WriteStartObject("Radio");
            json.WriteString("Modem", "none");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Tell(EnrolmentRequest request, TextWriter output)
    {
        output.WriteLine($"{request.Id} is number {request.Number} in {request.StationsPath}");
        output.WriteLine($"key            {request.KeyPath}");
        output.WriteLine($"password       {request.PasswordPath}");
        if (request.ConfigPath is { } config) output.WriteLine($"configuration  {config}");
        output.WriteLine("Bring these to the noodsteunpunt yourself, and leave no copy on the way.");
    }

    /// <summary>Released by the system when the program ends, however it ends.</summary>
    private static FileStream Lock(string stationsPath)
    {
        var path = Path.Combine(Path.GetDirectoryName(stationsPath)!, $".{Path.GetFileName(stationsPath)}.lock");
        var patience = Stopwatch.StartNew();
        using var never = new ManualResetEventSlim();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (patience.Elapsed < TimeSpan.FromSeconds(5))
            {
                never.Wait(TimeSpan.FromMilliseconds(20));
            }
        }
    }
}
