using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Noodlink.Screens.Pages;

namespace Noodlink.Screens.Fields;

/// <summary>What every form of ours carries unseen: the proof that it is ours, and a key of its own, so that pressing
/// twice makes one message.</summary>
/// <param name="TokenField">Name of the field with the proof.</param>
/// <param name="Token">The proof.</param>
/// <param name="Key">Of this form; the same when it is shown again with faults.</param>
public sealed record FormGuard(string TokenField, string Token, string Key)
{
    /// <summary>For a page with forms. Sets the cookie that goes with it.</summary>
    /// <param name="key">Of a form that is shown again; null: a new one.</param>
    public static FormGuard Of(HttpContext context, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        return new FormGuard(tokens.FormFieldName, tokens.RequestToken ?? "", key ?? FormKey.New());
    }
}
