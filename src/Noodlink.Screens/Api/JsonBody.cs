using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Api;

/// <summary>A request body as JSON, with the bytes as they were posted.</summary>
internal sealed class JsonBody : IDisposable
{
    /// <summary>interfaces.md §3: over 64 kB is 413.</summary>
    public const int BytesMax = 64 * 1024;

    private readonly JsonDocument _document;

    private JsonBody(JsonDocument document, byte[] posted)
    {
        _document = document;
        Posted = posted;
    }

    public JsonElement Root => _document.RootElement;

    public byte[] Posted { get; }

    public void Dispose() => _document.Dispose();

    /// <summary>Reads the body. Null: it was not right and the answer is written: 415, 413, 400, or 422 for JSON that
    /// is deeper or says something twice.</summary>
    public static async Task<JsonBody?> ReadAsync(HttpContext context, JsonDocumentOptions options)
    {
        if (!IsJson(context.Request))
        {
            await ApiProblem.WriteAsync(
                context, StatusCodes.Status415UnsupportedMediaType,
                detail: "Content-Type must be application/json in UTF-8.");
            return null;
        }

        if (await BytesAsync(context) is not { } posted) return null;
        try
        {
            if (!Utf8.IsValid(posted)) throw new JsonException("The body is not valid UTF-8.");
            return new JsonBody(JsonDocument.Parse(posted, options), posted);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a surrogate pair in a property name, met while looking for doubles.
            if (IsJsonAfterAll(posted)) await ApiProblem.UnfitAsync(context, "$", Words.Api_Twice);
            else await ApiProblem.WriteAsync(context, StatusCodes.Status400BadRequest, "Not JSON", problem.Message);
            return null;
        }
    }

    private static async Task<byte[]?> BytesAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not > BytesMax)
        {
            try
            {
                using var bytes = new MemoryStream();
                var buffer = new byte[8192];
                int read;
                while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0
                    && bytes.Length + read <= BytesMax)
                {
                    bytes.Write(buffer, 0, read);
                }

                if (read == 0) return bytes.ToArray();
            }
            catch (BadHttpRequestException problem) when (problem.StatusCode != StatusCodes.Status413PayloadTooLarge)
            {
                await ApiProblem.WriteAsync(context, problem.StatusCode, detail: problem.Message);
                return null;
            }
            catch (BadHttpRequestException)
            {
                // Kestrel's own limit, reached while reading a body of unknown length: the answer is the one below.
            }
        }

        await ApiProblem.WriteAsync(
            context, StatusCodes.Status413PayloadTooLarge, detail: $"The body may have at most {BytesMax} bytes.");
        return null;
    }

    private static bool IsJsonAfterAll(byte[] posted)
    {
        try
        {
            using var document = JsonDocument.Parse(posted);
            return Utf8.IsValid(posted);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && string.Equals(type.MediaType.Value, "application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue
            || string.Equals(type.Charset.Value!.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));
}
