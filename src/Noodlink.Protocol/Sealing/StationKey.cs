using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Noodlink.Protocol.Sealing;

/// <summary>The secret that a noodsteunpunt shares with the coördinatiepunten: 32 random bytes. Every key that seals is
/// derived from it.</summary>
/// <remarks>Never in a log: <see cref="ToString"/> does not show it. Equal by value, compared in constant time. Safe to
/// share between threads.</remarks>
public sealed class StationKey : IEquatable<StationKey>
{
    /// <summary>Bytes of a key.</summary>
    public const int Bytes = 32;

    private readonly byte[] _secret;

    private StationKey(byte[] secret) => _secret = secret;

    /// <summary>A new key, from the machine's source of randomness.</summary>
    public static StationKey Create() => new(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>A key from its bytes.</summary>
    /// <returns>False when there are not exactly 32 bytes, or all are equal (an erased or never written key).</returns>
    public static bool TryCreate(ReadOnlySpan<byte> secret, [NotNullWhen(true)] out StationKey? key)
    {
        key = secret.Length == Bytes && secret.ContainsAnyExcept(secret[0]) ? new StationKey(secret.ToArray()) : null;
        return key is not null;
    }

    /// <summary>Reads the text of a key file: 64 hexadecimal digits, or 43 characters of base64url. White space around
    /// it is ignored.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out StationKey? key)
    {
        key = null;
        text = text.Trim();
        if (text.Length is not (64 or 43 or 44)) return false;
        Span<byte> secret = stackalloc byte[Bytes + 1];
        int written;
        if (text.Length == 64)
        {
            if (Convert.FromHexString(text, secret, out _, out written) != OperationStatus.Done) return false;
        }
        else if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, secret, out written))
        {
            return false;
        }

        return TryCreate(secret[..written], out key);
    }

    /// <summary>The text for a key file (mode 0600): 64 hexadecimal digits.</summary>
    public string ToSecretText() => Convert.ToHexStringLower(_secret);

    public bool Equals(StationKey? other) =>
        other is not null && CryptographicOperations.FixedTimeEquals(_secret, other._secret);

    public override bool Equals(object? obj) => Equals(obj as StationKey);

    // Four bytes of the key are no secret worth keeping against who can read a hash code of this process.
    public override int GetHashCode() => HashCode.Combine(_secret[0], _secret[1], _secret[2], _secret[3]);

    /// <summary>Never the key itself.</summary>
    public override string ToString() => "StationKey (secret)";

    /// <summary>The bytes themselves, for the one message that carries a key.</summary>
    internal ReadOnlySpan<byte> Secret => _secret;

    internal byte[] Derive(ReadOnlySpan<byte> info, int bytes)
    {
        var key = new byte[bytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, key, salt: [], info);
        return key;
    }
}
