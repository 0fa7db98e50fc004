using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Noodlink.Screens.Pages;

/// <summary>Stylesheet, script modules, letter and icons. They stand inside the program: nothing can be missing, and
/// nothing comes from elsewhere. The components of NL Design System and our own sheets are one sheet, ours last.</summary>
internal static class Assets
{
    private static readonly Assembly Program = typeof(Assets).Assembly;

    private static readonly string[] OwnSheets =
    [
        "tokens.css", "frame.css", "form.css", "message.css", "paper.css", "boards.css", "map.css", "sending.css", "low.css",
    ];

    private static readonly Dictionary<string, Asset> All = Load();

    /// <summary>Changes with any of them: a browser never mixes an older module with a newer one.</summary>
    private static readonly string Version = VersionOf(All.Values);

    /// <summary>Modules and letters name each other by the last part, so the version stands before it.</summary>
    public static string Address(string name) => All.ContainsKey(name)
        ? $"/static/{Version}/{name}" : throw new InvalidOperationException($"{name} is not inside the program.");

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/static/{version}/{name}", async context =>
    {
        if (!All.TryGetValue((string)context.Request.RouteValues["name"]!, out var asset))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = asset.MediaType;
        context.Response.Headers.CacheControl = (string?)context.Request.RouteValues["version"] == Version
            ? "public, max-age=31536000, immutable" : "no-cache";
        await context.Response.Body.WriteAsync(asset.Bytes, context.RequestAborted);
    });

    private static Dictionary<string, Asset> Load()
    {
        var names = Program.GetManifestResourceNames().Where(name => MediaType(name) is not null)
            .Order(StringComparer.Ordinal).ToList();
        var all = names.Where(name => !name.EndsWith(".css", StringComparison.Ordinal))
            .ToDictionary(name => name, name => new Asset(Read(name), MediaType(name)!), StringComparer.Ordinal);
        var sheets = names.Where(name => name.EndsWith(".css", StringComparison.Ordinal))
            .Except(OwnSheets).Concat(OwnSheets);
        all["noodlink.css"] = new Asset([.. sheets.SelectMany(name => Read(name).Append((byte)'\n'))], MediaType(".css")!);
        return all;
    }

    private static string? MediaType(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".woff2" => "font/woff2",
        _ => null,
    };

    private static byte[] Read(string name)
    {
        using var stream = Program.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not inside the program.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string VersionOf(IEnumerable<Asset> assets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var asset in assets) hash.AppendData(asset.Bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    private sealed record Asset(byte[] Bytes, string MediaType);
}
