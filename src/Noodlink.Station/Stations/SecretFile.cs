using System.Diagnostics;

namespace Noodlink.Station.Stations;

/// <summary>Files that only their owner may read: keys, passwords, the stations file.</summary>
public static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Writes a new file, mode 0600, flushed to disk.</summary>
    /// <exception cref="IOException">It is there already, or the disk refuses.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content) => Write(path, content, FileMode.CreateNew);

    /// <summary>Replaces a file by rename, mode 0600: a reader sees the old one or the new one, never half of one.
    /// </summary>
    /// <param name="keepOwner">Root writes for somebody else: the new file goes to the owner of the old one.</param>
    /// <exception cref="IOException">The disk refuses; the old file stands.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool keepOwner = false)
    {
        var next = $"{path}.{Environment.ProcessId}.new";
        try
        {
            Write(next, content, FileMode.Create);
            if (keepOwner && Environment.IsPrivilegedProcess && File.Exists(path)) GiveToOwnerOf(path, next);
            File.Move(next, path, overwrite: true);
        }
        catch
        {
            File.Delete(next);
            throw;
        }
    }

    /// <summary>Somebody other than the owner may do something with it.</summary>
    public static bool IsOpenToOthers(string path) => (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;

    private static void GiveToOwnerOf(string old, string next)
    {
        using var chown = Process.Start("chown", [$"--reference={old}", "--", next]);
        chown.WaitForExit();
        if (chown.ExitCode != 0) throw new IOException($"{next} cannot be given to the owner of {old}.");
    }

    private static void Write(string path, ReadOnlySpan<byte> content, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        };
        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }
}
