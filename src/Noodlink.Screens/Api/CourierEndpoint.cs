using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Api;

/// <summary>The file that a person carries, through a browser or a program (interfaces.md §3,
/// <c>/api/courier</c>).</summary>
internal static class CourierEndpoint
{
    public const string Path = "/api/courier";

    private const string Bytes = "application/octet-stream";

    public static void Map(IEndpointRouteBuilder routes, bool atHub)
    {
        routes.MapGet(Path, GetAsync);
        routes.MapPost(Path, context => PostAsync(context, atHub));
    }

    private static async Task GetAsync(HttpContext context)
    {
        if (await Courier(context).ExportAsync(context.RequestAborted) is not var (name, file, _))
        {
            await ApiProblem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, detail: StickText.NotPacked);
            return;
        }

        context.Response.ContentType = Bytes;
        context.Response.ContentLength = file.Length;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        await context.Response.Body.WriteAsync(file, context.RequestAborted);
    }

    private static async Task PostAsync(HttpContext context, bool atHub)
    {
        using var body = await CourierBody.ReadAsync(context);
        if (body.Bytes is not { } file)
        {
            await ApiProblem.WriteAsync(context, body.Status, detail: body.Reason);
            return;
        }

        var import = await Courier(context).ImportAsync(file, context.RequestAborted);
        if (import.Refusal != CourierRefusal.None)
            await ApiProblem.UnfitAsync(context, "file", StickText.Of(import.Refusal, atHub));
        else if (import.NotStored > 0) await ApiProblem.NotStoredAsync(context, StickText.Of(import, atHub));
        else await ApiAnswer.OkAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("new", import.New);
            json.WriteNumber("known", import.Known);
            json.WriteNumber("refused", import.Refused);
            json.WriteNumber("completed", import.Completed);
            json.WriteNumber("confirmed", import.Confirmed);
            json.WriteNumber("missing", import.Missing);
            json.WriteNumber("forOthers", import.ForOthers);
            json.WriteString("words", StickText.Of(import, atHub));
            json.WriteEndObject();
        });
    }

    private static CourierDesk Courier(HttpContext context) =>
        context.RequestServices.GetRequiredService<StationHost>().Courier;
}
