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

    /// <summary>Takes the same time whatever is typed.</summary>
    public bool Is(string typed) =>
        Hash() is { } hash
            && CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(typed.Trim())));

    /// <summary>Changes with the PIN; a sign-in is worth as long as its PIN stands. Null: there is no PIN
    /// now.</summary>
    public string? Stamp() => Hash() is { } hash ? Convert.ToHexString(SHA256.HashData(hash).AsSpan(0, 8)) : null;

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

/// <summary>The PIN file, or none when only this machine can connect.</summary>
internal sealed record ShiftPin(PinFile? File);
