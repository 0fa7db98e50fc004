using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Noodlink.Scenarios.Kills;

/// <summary>The meldkamer's side of the folder: remembers each file as it was first seen. A file that changes, is
/// replaced or goes away was forwarded twice, or not at all.</summary>
internal sealed partial class SpoolWatch(string directory)
{
    private const string Update = ".2";

    private static readonly string[] Kinds = [".json", ".txt", ".cap.xml"];

    private readonly Dictionary<string, (ulong Inode, DateTime Written, long Length)> _seen = new(StringComparer.Ordinal);

    /// <summary>Compares with what was seen before.</summary>
    public void Look()
    {
        if (!Directory.Exists(directory)) return;
        var now = new DirectoryInfo(directory).EnumerateFiles()
            .Where(file => file.Name[0] != '.')
            .ToDictionary(file => file.Name, file => (Inode(file.FullName), file.LastWriteTimeUtc, file.Length), StringComparer.Ordinal);
        foreach (var (name, first) in _seen)
        {
            Assert.True(now.TryGetValue(name, out var today), $"{name} stood in the folder and is gone");
            Assert.True(first == today, $"{name} was {first} and is {today}: it was written twice");
        }

        foreach (var (name, file) in now) _seen.TryAdd(name, file);
    }

    /// <summary>Each is there, and an update of what came as a core first.</summary>
    public bool HasAll(IReadOnlySet<string> ids)
    {
        Look();
        return ids.All(id => _seen.ContainsKey(id + Kinds[^1])) && Expected(ids).All(_seen.ContainsKey);
    }

    /// <summary>Exactly that, nothing else.</summary>
    public void Check(IReadOnlySet<string> ids)
    {
        Assert.True(HasAll(ids), "the folder has not everything");
        Assert.Empty(_seen.Keys.Except(Expected(ids), StringComparer.Ordinal));
        foreach (var id in ids.Where(id => !IsComplete(id)))
            Assert.True(IsComplete(id + Update), $"{id}{Update} is not complete");
    }

    /// <summary>Three files for each, and three more for what came by radio as a core first.</summary>
    private IEnumerable<string> Expected(IReadOnlySet<string> ids) =>
        ids.Concat(ids.Where(id => !IsComplete(id)).Select(id => id + Update))
            .SelectMany(version => Kinds.Select(kind => version + kind));

    /// <summary>Also reads that the file tells its own number.</summary>
    private bool IsComplete(string version)
    {
        var sheet = JsonNode.Parse(File.ReadAllText(Path.Combine(directory, version + ".json")))!;
        Assert.Equal(version, (string?)sheet["identifier"]);
        return (bool)sheet["complete"]!;
    }

    private static ulong Inode(string path)
    {
        Span<byte> answer = stackalloc byte[256];
        const int atCwd = -100, symlinkNoFollow = 0x100, basicStats = 0x7FF, inodeAt = 32;
        Assert.Equal(0, statx(atCwd, path, symlinkNoFollow, basicStats, ref MemoryMarshal.GetReference(answer)));
        return MemoryMarshal.Read<ulong>(answer[inodeAt..]);
    }

    // struct statx (linux/stat.h): mask 4, blksize 4, attributes 8, nlink 4, uid 4, gid 4, mode 2, pad 2, ino 8 at 32.
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int statx(int directory, string path, int flags, uint mask, ref byte answer);
}
