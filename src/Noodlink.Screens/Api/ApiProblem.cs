using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Api;

/// <summary>Errors as <c>application/problem+json</c> (RFC 9457).</summary>
internal static class ApiProblem
{
    /// <param name="title">English, for the one who reads logs.</param>
    /// <param name="detail">What is wrong with this request; Dutch where a person caused it.</param>
    /// <param name="errors">Dutch sentences, keyed by path: <c>location.postcode</c>, <c>services[0]</c>.</param>
    /// <param name="extra">More fields, such as the first <c>id</c> of a known key.</param>
    public static Task WriteAsync(
        HttpContext context, int status, string? title = null, string? detail = null,
        IReadOnlyDictionary<string, string[]>? errors = null,
        IEnumerable<(string Name, string? Value)>? extra = null) =>
        ApiAnswer.WriteAsync(context, status, "application/problem+json", json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", title ?? ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("status", status);
            if (detail is not null) json.WriteString("detail", detail);
            foreach (var (name, value) in extra ?? [])
                if (value is not null) json.WriteString(name, value);
            if (errors is not null)
            {
                json.WriteStartObject("errors");
                foreach (var (path, sentences) in errors)
                {
                    json.WriteStartArray(path);
                    foreach (var sentence in sentences) json.WriteStringValue(sentence);
                    json.WriteEndArray();
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        });

    /// <summary>422: it is JSON, but not what is asked for.</summary>
    public static Task UnfitAsync(HttpContext context, IReadOnlyDictionary<string, string[]> errors) =>
        WriteAsync(
            context, StatusCodes.Status422UnprocessableEntity, "The content is not right",
            Words.Api_Unfit, errors);

    public static Task UnfitAsync(HttpContext context, string path, string sentence) =>
        UnfitAsync(context, new Dictionary<string, string[]> { [path] = [sentence] });

    public static Task NotFoundAsync(HttpContext context, string number) =>
        WriteAsync(context, StatusCodes.Status404NotFound, "No such message", Say.It(Words.Api_NoMessage, number));

    public static Task NotStoredAsync(HttpContext context, string reason) =>
        WriteAsync(context, StatusCodes.Status507InsufficientStorage, "Not stored", reason);
}
