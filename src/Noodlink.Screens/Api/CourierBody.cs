using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Api;

/// <summary>An uploaded courier's file: the bytes themselves, or a form with one file in it.</summary>
/// <remarks>Two at a time, each with 16 MiB at most, so that uploads cannot take all memory.</remarks>
internal sealed class CourierBody : IDisposable
{
    // Who sends more than may be kept is heard out, as far as this, and answered: an answer in the middle of an upload
    // does not reach a browser.
    private const int HeardBytesMax = 4 * CourierFile.FileBytesMax;

    private static readonly SemaphoreSlim Places = new(2);

    private bool _hasPlace;

    private CourierBody() { }

    /// <summary>The file; null: it was not right.</summary>
    public byte[]? Bytes { get; private init; }

    /// <summary>HTTP status when it was not right.</summary>
    public int Status { get; private init; }

    /// <summary>Dutch: why it was not right.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>Lets this request have a body as long as a courier's file. Before anything of it is read.</summary>
    public static void Allow(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = HeardBytesMax;
        // A place is not held for hours by somebody who sends a byte at a time.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = new Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate(
                bytesPerSecond: 8192, gracePeriod: TimeSpan.FromSeconds(10));
    }

    public static async Task<CourierBody> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > HeardBytesMax) return TooLong();
        if (!HasFile(context.Request))
            return Wrong(
                StatusCodes.Status415UnsupportedMediaType,
                Words.Api_FileType);
        if (!await Places.WaitAsync(TimeSpan.Zero, context.RequestAborted))
            return Wrong(
                StatusCodes.Status503ServiceUnavailable, Words.Api_FilesBusy);
        CourierBody? body = null;
        try
        {
            Allow(context);
            var file = context.Request.HasFormContentType
                ? await OfFormAsync(
                    (await context.Request.ReadFormAsync(context.RequestAborted)).Files, context.RequestAborted)
                : await BytesAsync(context.Request.Body, context.RequestAborted);
            body = file is null ? TooLong() : new CourierBody { Bytes = file };
        }
        catch (BadHttpRequestException problem)
        {
            body = problem.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLong()
                : Wrong(problem.StatusCode, Words.Api_FileCutOff);
        }
        catch (InvalidDataException)
        {
            body = Wrong(StatusCodes.Status400BadRequest, Words.Api_FileForm);
        }
        finally
        {
            if (body?.Bytes is null) Places.Release();
            else body._hasPlace = true;
        }

        return body;
    }

    /// <summary>The one file of a form that was read; null: too long. An absent one is an empty file.</summary>
    public static async Task<byte[]?> OfFormAsync(IFormFileCollection files, CancellationToken cancel)
    {
        if (files.Count == 0) return [];
        await using var stream = files[0].OpenReadStream();
        return await BytesAsync(stream, cancel);
    }

    public void Dispose()
    {
        if (!_hasPlace) return;
        _hasPlace = false;
        Places.Release();
    }

    private static async Task<byte[]?> BytesAsync(Stream from, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var tooLong = false;
        while (await from.ReadAsync(buffer, cancel) is var read and > 0)
        {
            tooLong |= bytes.Length + read > CourierFile.FileBytesMax;
            if (!tooLong) bytes.Write(buffer, 0, read);
        }

        return tooLong ? null : bytes.ToArray();
    }

    private static CourierBody TooLong() => Wrong(
        StatusCodes.Status413PayloadTooLarge,
        Say.It(Words.Api_FileTooLong, CourierFile.FileBytesMax / (1024 * 1024)));

    private static CourierBody Wrong(int status, string reason) => new() { Status = status, Reason = reason };

    // A program that sends plain bytes often names no type at all.
    private static bool HasFile(HttpRequest request) => request.ContentType is null ||
        (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) &&
            (type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase) ||
             type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)));
}
