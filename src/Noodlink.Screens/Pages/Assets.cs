using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Noodlink.Screens.Pages;

/// <summary>Stylesheet, script and icon. They stand inside the program: nothing can be missing, and nothing comes from
/// elsewhere.</summary>
internal static class Assets
{
    private static readonly Dictionary<string, Asset> All = new(StringComparer.Ordinal)
    {
        ["noodlink.css"] = Load("noodlink.css", "text/css; charset=utf-8"),
        ["noodlink.js"] = Load("noodlink.js", "text/javascript; charset=utf-8"),
        ["noodlink.svg"] = Load("noodlink.svg", "image/svg+xml"),
    };

    /// <summary>The address carries a hash, so that a browser never keeps an older one after an update.</summary>
    public static string Address(string name) => $"/static/{name}?v={All[name].Hash}";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/static/{name}", async context =>
    {
        if (!All.TryGetValue((string)context.Request.RouteValues["name"]!, out var asset))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = asset.MediaType;
        context.Response.ContentLength = asset.Bytes.Length;
        context.Response.Headers.CacheControl = context.Request.Query["v"] == asset.Hash
            ? "public, max-age=31536000, immutable" : "no-cache";
        await context.Response.Body.WriteAsync(asset.Bytes, context.RequestAborted);
    });

    private static Asset Load(string name, string mediaType)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not inside the program.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new Asset(bytes, mediaType, Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6)));
    }

    private sealed record Asset(byte[] Bytes, string MediaType, string Hash);
}
