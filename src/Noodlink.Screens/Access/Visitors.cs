using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Noodlink.Screens.Pages;

namespace Noodlink.Screens.Access;

/// <summary>Who is at the screen: a role, never a person (domain.md §2.8).</summary>
/// <param name="Role">"coördinator", "loggist", "vrijwilliger".</param>
/// <param name="PinGiven">The PIN of the shift was typed on this screen, and nobody has closed what it opens.</param>
internal sealed record Visitor(string Role, bool PinGiven);

/// <summary>Knows visitors by a cookie that only we can make. It is worth as long as the PIN stands and carries no
/// time: a clock that jumps ten years signs nobody out.</summary>
internal sealed class Visitors(IDataProtectionProvider protection, ScreenSettings settings, ShiftPin pin)
{
    private const string CookieName = "noodlink-rol";
    private const string AtThisMachine = "local";

    // Behind the stamp of the PIN: signed in from another machine, and what the PIN opens is closed again.
    private const string Closed = "-";

    private readonly IDataProtector _protector = protection.CreateProtector("Noodlink.Visitor.1");

    /// <summary>The visitor, or null when another machine has not signed in.</summary>
    public Visitor? Of(HttpContext context)
    {
        var (role, stamp) = Cookie(context.Request);
        if (stamp is not null && pin.File?.Stamp() is { } now)
        {
            if (stamp == now) return new Visitor(role!, PinGiven: true);
            if (stamp == now + Closed) return new Visitor(role!, PinGiven: false);
        }

        return AccessPolicy.IsLocal(context) ? new Visitor(role ?? settings.Roles[0], PinGiven: false) : null;
    }

    /// <summary>Remembers the role.</summary>
    /// <param name="pinGiven">The PIN was checked now or before; false only at this machine.</param>
    public void Remember(HttpContext context, string role, bool pinGiven) =>
        Append(context, role, pinGiven ? pin.File?.Stamp() : AtThisMachine);

    /// <summary>Closes what the PIN opened on this screen. Another machine stays signed in: it can still send.</summary>
    public void Close(HttpContext context)
    {
        if (Of(context) is not { PinGiven: true } visitor) return;
        Append(context, visitor.Role, AccessPolicy.IsLocal(context) ? AtThisMachine : pin.File?.Stamp() + Closed);
    }

    private void Append(HttpContext context, string role, string? stamp) =>
        context.Response.Cookies.Append(
            CookieName, _protector.Protect($"{stamp}|{role}"),
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
