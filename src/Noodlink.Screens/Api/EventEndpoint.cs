using System.Buffers;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Noodlink.Station;

namespace Noodlink.Screens.Api;

/// <summary><c>GET /api/events</c>: server-sent events. Our own pages add <c>screen=1</c>: then a person may be
/// watching, which travels in receipts as one bit (architecture §4.7); a program that listens is not a
/// person.</summary>
internal static class EventEndpoint
{
    public static async Task ServeAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var log = services.GetRequiredService<EventLog>();
        if (!log.TryArrive())
        {
            services.GetRequiredService<Desk>().Dropped.Add("listenerTurnedAway");
            await ApiProblem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many listeners");
            return;
        }

        Channel<ServerEvent>? events = null;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            await log.WhenAlive.WaitAsync(end.Token);
            events = log.Listen(context.Request.Headers["Last-Event-ID"].ToString());
            await ServeAsync(context, events, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The screen was closed, or we stop.
        }
        finally
        {
            log.Leave(events);
        }
    }

    // The first ping says that everything from here on will be told.
    private static async Task ServeAsync(HttpContext context, Channel<ServerEvent> events, CancellationToken end)
    {
        var services = context.RequestServices;
        using var screen = context.Request.Query["screen"] == "1"
            ? services.GetRequiredService<Desk>().OpenScreen() : null;
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await WriteAsync(context, new ServerEvent(0, null, "ping", EventPump.PingData(now)), end);
        await foreach (var e in events.Reader.ReadAllAsync(end)) await WriteAsync(context, e, end);
    }

    private static async Task WriteAsync(HttpContext context, ServerEvent e, CancellationToken cancel)
    {
        var writer = context.Response.BodyWriter;
        if (e.Id is { } id) Encoding.UTF8.GetBytes($"id: {id}\n", writer);
        Encoding.UTF8.GetBytes($"event: {e.Name}\ndata: ", writer);
        writer.Write(e.Data.Span);
        writer.Write("\n\n"u8);
        await writer.FlushAsync(cancel);
    }
}
