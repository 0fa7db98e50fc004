using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Noodlink.Station.Queue;

// One file with everything a station needs to go on elsewhere. It is an ordinary tar file (`tar tf` lists it), so that
// nobody depends on this program to see what is in it, with two things more:
//
//     noodlink-backup.json     the first entry: who, when, which files, and of each its length and SHA-256
//     ...                      the files
//     NOODLINK-SHA256 <hex>\n  behind the end of the archive, where tar does not look: over every byte before it
//
// The last line shows a file that was cut off or altered anywhere; the list tells which part of it.

/// <summary>What a backup holds.</summary>
/// <param name="Format">1.</param>
/// <param name="Station">The station's id, as far as its messages tell; for people.</param>
/// <param name="MadeAt">By the clock of the machine that made it.</param>
/// <param name="Schema">Format of the database.</param>
/// <param name="Messages">Rows in it.</param>
/// <param name="HighestNumber">The highest number that the station had given out, or had reserved.</param>
public sealed record BackupList(
    int Format, string? Station, DateTimeOffset MadeAt, int Schema, long Messages, uint HighestNumber,
    IReadOnlyList<BackupEntry> Files);

/// <summary>One file in a backup.</summary>
/// <param name="Sha256">In hex.</param>
public sealed record BackupEntry(string Name, long Bytes, string Sha256);

/// <summary>The list as it stands in the file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BackupList))]
internal sealed partial class BackupJson : JsonSerializerContext;

/// <summary>This is no backup that can be used, and why. Nothing was changed.</summary>
public sealed class BackupFaultException(string reason) : Exception(reason);

/// <summary>Writes, checks and unpacks a backup.</summary>
internal static class BackupFile
{
    public const int Format = 1;

    private const string ListName = "noodlink-backup.json";
    private const string SealWord = "NOODLINK-SHA256 ";
    private const int SealBytes = 16 + 64 + 1;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the archive, flushed to disk.</summary>
    /// <param name="sources">Name in the archive and path of each file; they must not change meanwhile.</param>
    /// <param name="progress">Told bytes done.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Write(
        string path, BackupList list, IReadOnlyDictionary<string, string> sources, Action<long> progress)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, UnixCreateMode = OwnerOnly,
        });
        using (var tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true))
        {
            using var text = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(list, BackupJson.Default.BackupList));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, ListName) { Mode = OwnerOnly, DataStream = text });
            var done = 0L;
            foreach (var entry in list.Files)
            {
                using var source = File.OpenRead(sources[entry.Name]);
                tar.WriteEntry(
                    new PaxTarEntry(TarEntryType.RegularFile, entry.Name) { Mode = OwnerOnly, DataStream = source });
                progress(done += entry.Bytes);
            }
        }

        file.Position = 0;
        var sum = Convert.ToHexStringLower(SHA256.HashData(file));
        file.Write(Encoding.ASCII.GetBytes($"{SealWord}{sum}\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads all of it and compares it with what it says of itself.</summary>
    /// <exception cref="BackupFaultException">It is not a backup, cut off, altered, or of a newer program.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BackupList Check(string path)
    {
        using var file = File.OpenRead(path);
        var isSealed = IsSealed(file);
        file.Position = 0;
        BackupList? list = null;
        try
        {
            using var tar = new TarReader(file, leaveOpen: true);
            list = ListIn(tar);
            if (list.Format > Format) throw Fault($"has format {list.Format}, this program knows up to {Format}: use a newer noodlink");
            foreach (var entry in list.Files) Compare(tar.GetNextEntry(), entry);
        }
        catch (Exception e) when (e is not BackupFaultException && (!isSealed || e is InvalidDataException or EndOfStreamException))
        {
            // Whatever a damaged archive makes of its reader: it is damaged.
            throw Fault(
                list is null ? "is not a Noodlink backup, or its beginning is damaged"
                : $"is cut off: {file.Length} bytes are there, {list.Files.Sum(entry => (decimal)entry.Bytes)} and more belong in it");
        }

        return isSealed ? list : throw Fault("is altered or cut off: its last line does not fit the bytes before it");
    }

    /// <summary>Of a checked file: gives each entry to <paramref name="take"/>.</summary>
    public static void Unpack(string path, Action<BackupEntry, Stream> take)
    {
        using var file = File.OpenRead(path);
        using var tar = new TarReader(file);
        foreach (var entry in ListIn(tar).Files) take(entry, tar.GetNextEntry()!.DataStream ?? Stream.Null);
    }

    private static BackupFaultException Fault(string what) => new($"The backup {what}. Nothing was changed.");

    private static BackupList ListIn(TarReader tar)
    {
        var first = tar.GetNextEntry();
        if (first?.Name != ListName || first.DataStream is not { } data || first.Length > 1 << 20) throw new InvalidDataException();
        return JsonSerializer.Deserialize(data, BackupJson.Default.BackupList) is { Files: not null } list
            && list.Files.All(entry => entry is { Name: not null, Sha256: not null } && IsPlain(entry.Name)) ? list : throw new InvalidDataException();
    }

    /// <summary>A name, or one folder and a name: nothing that leads out of the directory.</summary>
    private static bool IsPlain(string name) =>
        name.Split('/') is { Length: 1 or 2 } parts && parts.All(part => part.Length > 0 && part is not ("." or ".."));

    private static void Compare(TarEntry? found, BackupEntry entry)
    {
        if (found is null || found.Name != entry.Name) throw new EndOfStreamException();
        if (found.Length != entry.Bytes) throw Fault($"is altered: {entry.Name} has {found.Length} bytes, must be {entry.Bytes}");
        var sum = Convert.ToHexStringLower(SHA256.HashData(found.DataStream ?? Stream.Null));
        if (sum != entry.Sha256) throw Fault($"is altered: {entry.Name} is not what was put in it");
    }

    private static bool IsSealed(FileStream file)
    {
        if (file.Length <= SealBytes) return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81_920];
        for (var left = file.Length - SealBytes; left > 0;)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0) return false;
            hash.AppendData(buffer, 0, read);
            left -= read;
        }

        Span<byte> seal = stackalloc byte[SealBytes];
        if (file.ReadAtLeast(seal, SealBytes, throwOnEndOfStream: false) < SealBytes) return false;
        return Encoding.ASCII.GetString(seal) == $"{SealWord}{Convert.ToHexStringLower(hash.GetHashAndReset())}\n";
    }
}
