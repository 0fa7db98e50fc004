using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Noodlink.Screens.Pages;

/// <summary>A form carries its own key, so that pressing twice makes one message.</summary>
internal static class FormKey
{
    public const string Field = "_sleutel";

    /// <summary>A key for a new form.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The key of a form, or a new one when there is none.</summary>
    public static string Of(IFormCollection? form) =>
        form?[Field].ToString() is { Length: > 0 and <= 64 } key ? key : New();
}
