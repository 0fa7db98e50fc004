using System.Security.Cryptography;
using System.Text;

namespace Noodlink.Screens.Access;

/// <summary>The PIN of the shift: one line in a file, read again when the file changes, so that a new shift needs no
/// restart.</summary>
/// <remarks>May be called from any thread.</remarks>
internal sealed class PinFile(string path)
{
    /// <summary>A shorter PIN is guessed within an evening at one try per 30 seconds from a few machines.</summary>
    public const int LengthMin = 4;

    private readonly Lock _lock = new();
    private DateTime _writtenAt;
    private byte[]? _hash;

    /// <summary>What is wrong with the file now, or null.</summary>
    public static string? Fault(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim().Length < LengthMin
                ? $"Access:PinFile '{path}' holds less than {LengthMin} characters, must hold a PIN on one line."
                : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"Access:PinFile '{path}' cannot be read ({problem.Message}), must hold a PIN on one line.";
        }
    }

    /// <summary>Where it lies.</summary>
    public string Path => path;

    /// <summary>Takes the same time whatever is typed.</summary>
    public bool Is(string typed) =>
        Hash() is { } hash
            && CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(typed.Trim())));

    /// <summary>Changes with the PIN; a sign-in is worth as long as its PIN stands. Null: there is no PIN
    /// now.</summary>
    public string? Stamp() => Hash() is { } hash ? StampOf(hash) : null;

    /// <summary>What <see cref="Stamp"/> is when this is the PIN.</summary>
    public static string StampOf(string pin) => StampOf(SHA256.HashData(Encoding.UTF8.GetBytes(pin.Trim())));

    /// <summary>The PIN itself, for the sheet that people keep. Null: it cannot be read now.</summary>
    public string? Read()
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: >= LengthMin } pin ? pin : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Replaces the PIN: it is on the disk, readable by us alone, or the old one still stands.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is the technician's, not ours.</exception>
    public void Replace(string pin)
    {
        var beside = $"{path}.new";
        WriteOwn(beside, $"{pin}\n");
        File.Move(beside, path, overwrite: true);
        lock (_lock) _hash = null;
    }

    /// <summary>A file that only we can read, on the disk when this returns. Whatever was there is gone.</summary>
    public static void WriteOwn(string path, string text)
    {
        File.Delete(path);
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    private static string StampOf(byte[] hash) => Convert.ToHexString(SHA256.HashData(hash).AsSpan(0, 8));

    private byte[]? Hash()
    {
        lock (_lock)
        {
            try
            {
                var writtenAt = File.GetLastWriteTimeUtc(path);
                if (_hash is not null && writtenAt == _writtenAt) return _hash;
                var pin = File.ReadAllText(path).Trim();
                _writtenAt = writtenAt;
                return _hash = pin.Length < LengthMin ? null : SHA256.HashData(Encoding.UTF8.GetBytes(pin));
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // An unreadable file must not throw everyone out in the middle of a shift.
                return _hash;
            }
        }
    }
}
