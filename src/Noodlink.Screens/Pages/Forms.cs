using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Noodlink.Screens.Markup;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Pages;

/// <summary>Reads our own forms, and proves that they are our own (antiforgery).</summary>
internal static class Forms
{
    /// <summary>The hidden field that every form of ours carries.</summary>
    public static Html Token(HttpContext context)
    {
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        return Html.Of($"""<input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">""");
    }

    /// <summary>What went wrong with a form as a whole, above it.</summary>
    public static Html Notice(string sentence) => Html.Of(
        $"""<div class="faults" role="alert"><p>{sentence}</p></div>""");

    /// <summary>The form and whether it is our own. Not our own may also be ours from before the keys changed: show
    /// what was typed again with a new token, and do nothing else. Null: it is no form and the answer is
    /// written.</summary>
    public static async Task<(IFormCollection Form, bool IsOurs)?> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return null;
        }

        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var antiforgery = context.RequestServices.GetRequiredService<IAntiforgery>();
            return (form, await antiforgery.IsRequestValidAsync(context));
        }
        catch (Exception problem) when (problem is BadHttpRequestException or InvalidDataException)
        {
            context.Response.StatusCode =
                (problem as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            return null;
        }
    }

    /// <summary>As <see cref="ReadAsync"/>, for small forms: an expired one gets a page that says so.</summary>
    public static async Task<IFormCollection?> ReadOwnAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not var (form, isOurs)) return null;
        if (isOurs) return form;
        await ErrorPages.WriteAsync(
            context, StatusCodes.Status400BadRequest, Words.Error_FormExpired, Words.Error_FormExpiredDo);
        return null;
    }
}
