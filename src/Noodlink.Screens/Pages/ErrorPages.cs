using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Noodlink.Screens.Api;
using Noodlink.Screens.Markup;

namespace Noodlink.Screens.Pages;

/// <summary>What a person or a program gets when there is no answer.</summary>
internal sealed class ErrorPages(RequestDelegate next, ILogger<ErrorPages> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // Nobody waits for the answer.
        }
        catch (BadHttpRequestException problem) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = problem.StatusCode;
        }
        catch (Exception problem) when (!context.Response.HasStarted)
        {
            Log.RequestFailed(logger, problem, context.Request.Method, context.Request.Path);
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        var response = context.Response;
        if (response.StatusCode < 400 || response.HasStarted || response.ContentLength > 0
            || response.ContentType is not null)
            return;
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            await ApiProblem.WriteAsync(context, response.StatusCode);
        else await WriteAsync(context, response.StatusCode, Title(response.StatusCode), Advice(response.StatusCode));
    }

    public static Task WriteAsync(HttpContext context, int status, string title, string advice) =>
        Layout.WriteAsync(context, title, Html.Of($"""
            <h1>{title}</h1>
            <p>{advice}</p>
            <p><a class="button" href="/">Naar het begin</a></p>
            """), status);

    private static string Title(int status) => status switch
    {
        StatusCodes.Status404NotFound => "Deze pagina is er niet",
        StatusCodes.Status413PayloadTooLarge => "Dit is te veel tekst",
        _ => "Dit ging mis",
    };

    private static string Advice(int status) => status switch
    {
        StatusCodes.Status404NotFound => "Controleer het nummer of het adres.",
        StatusCodes.Status413PayloadTooLarge => "Maak de tekst korter en probeer het nog een keer.",
        StatusCodes.Status500InternalServerError =>
            "Ga terug: wat u hebt ingevuld staat daar nog. Probeer het nog een keer. Lukt het niet? Pak de portofoon.",
        _ => "Ga terug en probeer het nog een keer.",
    };
}
