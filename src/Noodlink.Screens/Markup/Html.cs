using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Noodlink.Screens.Markup;

// Problem: a page is mostly text that strangers typed, sometimes in panic and sometimes with bad intent, and one
// forgotten encoding puts their markup on the coördinator's screen.
//
// Idea: markup has a type of its own. The literal parts of an interpolated string are markup; every hole is encoded,
// unless it holds markup already. A hole of any other type does not compile, so nothing reaches a page by accident.
// Attributes are always written between double quotes, which the encoder covers.

/// <summary>Markup that is safe to send. Made by <see cref="Of"/> from an interpolated string.</summary>
internal readonly struct Html
{
    private readonly string? _text;

    internal Html(string text) => _text = text;

    public static Html Empty => default;

    public bool IsEmpty => string.IsNullOrEmpty(_text);

    /// <summary>Literal parts are markup, holes are encoded text.</summary>
    public static Html Of(ref HtmlWriter markup) => markup.ToHtml();

    /// <summary>As <see cref="Of"/> when the condition holds, and nothing otherwise: the holes are then not even
    /// looked at.</summary>
    public static Html If(
        bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] ref HtmlWriter markup) =>
        condition ? markup.ToHtml() : Empty;

    /// <summary>The parts one after the other.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part._text)));

    public override string ToString() => _text ?? "";
}

/// <summary>Collects an interpolated string into markup.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlWriter
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly System.Text.StringBuilder _text;

    public HtmlWriter(int literalLength, int formattedCount) =>
        _text = new System.Text.StringBuilder(checked(literalLength + (formattedCount * 16)));

    public HtmlWriter(int literalLength, int formattedCount, bool condition, out bool isWanted)
    {
        isWanted = condition;
        this = condition ? new HtmlWriter(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(string? text)
    {
        if (!string.IsNullOrEmpty(text)) _text.Append(Encoder.Encode(text));
    }

    public void AppendFormatted(long number) => _text.Append(number);

    public void AppendFormatted(Html markup) => _text.Append(markup.ToString());

    public void AppendFormatted(Html? markup) => _text.Append(markup?.ToString());

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts) _text.Append(part.ToString());
    }

    /// <summary>An attribute without a value, such as <c>checked</c>, when the condition holds.</summary>
    public void AppendFormatted((bool On, string Attribute) attribute)
    {
        if (attribute.On) _text.Append(' ').Append(attribute.Attribute);
    }

    internal Html ToHtml() => new(_text.ToString());
}
