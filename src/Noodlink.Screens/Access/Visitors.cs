using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Noodlink.Screens.Pages;

namespace Noodlink.Screens.Access;

/// <summary>Who is at the screen: a role, never a person (domain.md §2.8).</summary>
/// <param name="Role">"coördinator", "loggist", "vrijwilliger".</param>
internal sealed record Visitor(string Role);

/// <summary>Knows visitors by a cookie that only we can make. It is worth as long as the PIN stands and carries no
/// time: a clock that jumps ten years signs nobody out.</summary>
internal sealed class Visitors(IDataProtectionProvider protection, ScreenSettings settings, ShiftPin pin)
{
    private const string CookieName = "noodlink-rol";
    private const string AtThisMachine = "local";

    private readonly IDataProtector _protector = protection.CreateProtector("Noodlink.Visitor.1");

    /// <summary>The visitor, or null when another machine has not signed in.</summary>
    public Visitor? Of(HttpContext context)
    {
        var (role, stamp) = Cookie(context.Request);
        if (stamp is not null && stamp == pin.File?.Stamp()) return new Visitor(role!);
        if (!AccessPolicy.IsLocal(context)) return null;
        return new Visitor(stamp == AtThisMachine ? role! : settings.Roles[0]);
    }

    /// <summary>Remembers the role. The PIN was checked, or the visitor is at this machine.</summary>
    public void Remember(HttpContext context, string role) =>
        context.Response.Cookies.Append(
            CookieName,
            _protector.Protect($"{(AccessPolicy.IsLocal(context) ? AtThisMachine : pin.File?.Stamp())}|{role}"),
            new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true });

    public static void Forget(HttpContext context) =>
        context.Response.Cookies.Delete(
            CookieName, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });

    private (string? Role, string? Stamp) Cookie(HttpRequest request)
    {
        if (!request.Cookies.TryGetValue(CookieName, out var cookie)) return default;
        try
        {
            var parts = _protector.Unprotect(cookie).Split('|', 2);
            return parts.Length == 2 && settings.Roles.Contains(parts[1]) ? (parts[1], parts[0]) : default;
        }
        catch (CryptographicException)
        {
            return default; // Made by another installation, or by someone who tries.
        }
    }
}
