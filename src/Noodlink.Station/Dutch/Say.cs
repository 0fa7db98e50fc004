using System.Globalization;

namespace Noodlink.Station.Dutch;

/// <summary>Fills in a text of <c>Words</c>.</summary>
/// <remarks>Pure; call from any thread.</remarks>
public static class Say
{
    /// <summary>The text with its holes <c>{0}</c>, <c>{1}</c> … filled in, in the invariant way: numbers without
    /// thousands, never a culture of the machine.</summary>
    /// <exception cref="FormatException">The text asks for more than is given: a fault in <c>Words.restext</c>.</exception>
    public static string It(string text, params ReadOnlySpan<object?> parts) =>
        string.Format(CultureInfo.InvariantCulture, text, parts);
}
