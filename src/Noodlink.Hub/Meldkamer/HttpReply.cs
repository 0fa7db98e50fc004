using System.Net;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using Noodlink.Station.Dutch;

namespace Noodlink.Hub.Meldkamer;

/// <summary>What a receiver answered to one POST, as far as we look at it.</summary>
/// <param name="Code">Null: there was no answer.</param>
/// <param name="Reason">Dutch, in our own words; empty when it was taken.</param>
/// <param name="Said">The receiver's own words, at most <see cref="SaidCharactersMax"/> characters. For the screen and
/// never for the log: a receiver may repeat what is in the noodmelding.</param>
/// <param name="RetryAfter">How long it asks to be left alone.</param>
internal sealed record HttpReply(HttpStatusCode? Code, string Reason, string? Said, TimeSpan? RetryAfter)
{
    internal const int SaidCharactersMax = 200;
    private const int BytesRead = 4096;
    private const int Redirect = 300, ClientFault = 400, ServerFault = 500;

    public bool IsTaken => Code is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    /// <summary>It may well be taken later: no answer, too busy, out of order.</summary>
    public bool IsPassing => Code is null or HttpStatusCode.RequestTimeout or TooEarly or HttpStatusCode.TooManyRequests
        or >= HttpStatusCode.InternalServerError;

    private const HttpStatusCode TooEarly = (HttpStatusCode)425;

    /// <summary>Reads the head and, of an answer that is no yes, the first sentences.</summary>
    public static async Task<HttpReply> ReadAsync(
        HttpResponseMessage answer, DateTimeOffset now, CancellationToken cancel)
    {
        var code = answer.StatusCode;
        if (answer.IsSuccessStatusCode) return new HttpReply(code, "", null, null);
        var number = (int)code;
        var reason = number switch
        {
            429 => Say.It(Words.Forward_Wait, number),
            >= ServerFault => Say.It(Words.Forward_OutOfOrder, number),
            408 or 425 => Say.It(Words.Forward_NotYet, number),
            >= ClientFault => Say.It(Words.Forward_Refuses, number),
            >= Redirect => Say.It(Words.Forward_Moved, number),
            _ => Say.It(Words.Forward_Odd, number),
        };
        return new HttpReply(code, reason, await SaidAsync(answer, cancel), Quiet(answer, now));
    }

    public static HttpReply None(Exception fault)
    {
        var reason = fault.GetBaseException() is AuthenticationException
            || fault.InnerException is AuthenticationException
            ? Words.Forward_NotTrusted
            : Say.It(Words.Forward_NoLink, fault.GetBaseException().Message);
        return new HttpReply(null, reason, null, null);
    }

    private static TimeSpan? Quiet(HttpResponseMessage answer, DateTimeOffset now) => answer.Headers.RetryAfter switch
    {
        { Delta: { } seconds } when seconds > TimeSpan.Zero => seconds,
        { Date: { } moment } when moment > now => moment - now,
        _ => null,
    };

    private static async Task<string?> SaidAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        if (type != "text/plain" && !type.EndsWith("json", StringComparison.Ordinal)) return null;
        var bytes = new byte[BytesRead];
        await using var stream = await answer.Content.ReadAsStreamAsync(cancel);
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        var text = type == "text/plain" ? Encoding.UTF8.GetString(bytes, 0, length) : DetailOf(bytes.AsMemory(0, length));
        var said = XmlText.Clean(text ?? "").ReplaceLineEndings(" ").Trim();
        if (said.Length == 0) return null;
        if (said.Length <= SaidCharactersMax) return said;
        var end = char.IsHighSurrogate(said[SaidCharactersMax - 1]) ? SaidCharactersMax - 1 : SaidCharactersMax;
        return said[..end] + "…";
    }

    // RFC 9457: detail says what went wrong, title what kind of thing. Cut off or no JSON: then it said nothing.
    private static string? DetailOf(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            foreach (var name in (ReadOnlySpan<string>)["detail", "title"])
                if (document.RootElement.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String)
                    return text.GetString();
            return null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
