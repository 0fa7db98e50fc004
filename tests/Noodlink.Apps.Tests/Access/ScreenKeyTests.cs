using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Noodlink.Screens.Access;

namespace Noodlink.Apps.Tests.AccessRules;

/// <summary>What protects cookies and forms.</summary>
public sealed class ScreenKeyTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("noodlink-key-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void What_was_protected_is_opened_after_a_restart_and_only_for_its_purpose()
    {
        var cookie = ScreenKey.In(_directory.FullName).CreateProtector("role").Protect("teamleider"u8.ToArray());

        var again = ScreenKey.In(_directory.FullName);
        Assert.Equal("teamleider"u8.ToArray(), again.CreateProtector("role").Unprotect(cookie));
        Assert.ThrowsAny<CryptographicException>(() => again.CreateProtector("form").Unprotect(cookie));
        Assert.ThrowsAny<CryptographicException>(() => again.CreateProtector("role").CreateProtector("role").Unprotect(cookie));
    }

    [Fact]
    public void What_is_altered_too_short_or_of_another_station_is_not_opened()
    {
        var protector = ScreenKey.In(_directory.FullName).CreateProtector("role");
        var cookie = protector.Protect([1, 2, 3]);
        for (var at = 0; at < cookie.Length; at++)
        {
            var altered = (byte[])cookie.Clone();
            altered[at] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(altered));
            Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(cookie[..at]));
        }

        var other = ScreenKey.In(_directory.CreateSubdirectory("other").FullName).CreateProtector("role");
        Assert.ThrowsAny<CryptographicException>(() => other.Unprotect(cookie));
    }

    [Fact]
    public void The_secret_is_for_this_program_alone_and_a_broken_one_is_made_anew()
    {
        ScreenKey.In(_directory.FullName);
        var path = Path.Combine(_directory.FullName, "screen.key");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(32, new FileInfo(path).Length);

        File.WriteAllBytes(path, []);
        var cookie = ScreenKey.In(_directory.FullName).CreateProtector("role").Protect([7]);
        Assert.Equal([7], ScreenKey.In(_directory.FullName).CreateProtector("role").Unprotect(cookie));
    }

    [Fact]
    public void A_disk_that_refuses_the_secret_stops_nobody()
    {
        var file = Path.Combine(_directory.FullName, "no-directory");
        File.WriteAllText(file, "");
        var protector = ScreenKey.In(file).CreateProtector("role");
        Assert.Equal([7], protector.Unprotect(protector.Protect([7])));
    }
}
