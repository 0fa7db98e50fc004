using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Noodlink.Screens.Access;

// Problem: the cookie with a role and the proof in a form must be ours, also after a restart and a power cut. The key
// ring that comes with the framework does that with keys that begin and end on a date, in XML: a clock that jumps makes
// new ones, and 5 MB of code is loaded for it.
//
// Idea: one secret of 32 bytes in the data directory, without a date. Each purpose has a key of its own (HKDF, RFC 5869);
// what is protected is a random nonce of 12 bytes, a tag of 16 and the ciphertext (AES-256-GCM, SP 800-38D). At the few
// cookies and forms of a screen, random nonces stay far below the 2^32 of one key.

/// <summary>The secret behind cookies and forms.</summary>
/// <remarks>Immutable; call from any thread.</remarks>
internal sealed class ScreenKey : IDataProtectionProvider
{
    private const int SecretBytes = 32;

    private readonly byte[] _secret;

    private ScreenKey(byte[] secret) => _secret = secret;

    /// <summary>The secret of this data directory, made at the first start. On a disk that refuses it, one that holds until
    /// the program ends: then people sign in again and forms are loaded again.</summary>
    public static ScreenKey In(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "screen.key");
        try
        {
            if (File.Exists(path) && File.ReadAllBytes(path) is { Length: SecretBytes } kept) return new ScreenKey(kept);
            var made = RandomNumberGenerator.GetBytes(SecretBytes);
            Directory.CreateDirectory(
                dataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var beside = path + ".new";
            File.Delete(beside);
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            using (var file = new FileStream(beside, options))
            {
                file.Write(made);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
            return new ScreenKey(made);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new ScreenKey(RandomNumberGenerator.GetBytes(SecretBytes));
        }
    }

    public IDataProtector CreateProtector(string purpose) => Derived(_secret, purpose);

    private static Protector Derived(byte[] secret, string purpose) => new(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, SecretBytes, info: Encoding.UTF8.GetBytes(purpose)));

    /// <summary>What one purpose protects, no other one opens.</summary>
    private sealed class Protector(byte[] key) : IDataProtector
    {
        private const int NonceBytes = 12, TagBytes = 16, HeadBytes = NonceBytes + TagBytes;

        public IDataProtector CreateProtector(string purpose) => Derived(key, purpose);

        public byte[] Protect(byte[] plaintext)
        {
            var sealedBytes = new byte[HeadBytes + plaintext.Length];
            RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
            using var cipher = new AesGcm(key, TagBytes);
            cipher.Encrypt(
                sealedBytes.AsSpan(0, NonceBytes), plaintext, sealedBytes.AsSpan(HeadBytes),
                sealedBytes.AsSpan(NonceBytes, TagBytes));
            return sealedBytes;
        }

        /// <exception cref="CryptographicException">It is not ours, or was altered.</exception>
        public byte[] Unprotect(byte[] protectedData)
        {
            if (protectedData.Length < HeadBytes) throw new CryptographicException("Too short to be ours.");
            var plaintext = new byte[protectedData.Length - HeadBytes];
            using var cipher = new AesGcm(key, TagBytes);
            cipher.Decrypt(
                protectedData.AsSpan(0, NonceBytes), protectedData.AsSpan(HeadBytes),
                protectedData.AsSpan(NonceBytes, TagBytes), plaintext);
            return plaintext;
        }
    }
}
