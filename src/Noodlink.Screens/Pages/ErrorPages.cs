using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Noodlink.Screens.Api;
using Noodlink.Screens.Frame;
using Noodlink.Station.Dutch;

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
        Page.WriteAsync<ErrorScreen>(context, title, new ErrorScreen.ErrorModel(title, advice), status);

    private static string Title(int status) => status switch
    {
        StatusCodes.Status404NotFound => Words.Error_NotThere,
        StatusCodes.Status413PayloadTooLarge => Words.Error_TooMuch,
        _ => Words.Error_Wrong,
    };

    private static string Advice(int status) => status switch
    {
        StatusCodes.Status404NotFound => Words.Error_CheckNumber,
        StatusCodes.Status413PayloadTooLarge => Words.Error_Shorten,
        StatusCodes.Status500InternalServerError => Words.Error_TryThenVoice,
        _ => Words.Error_TryAgain,
    };
}
