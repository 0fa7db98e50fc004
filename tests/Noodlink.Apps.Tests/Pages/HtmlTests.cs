using Noodlink.Screens.Markup;

namespace Noodlink.Apps.Tests.Pages;

public sealed class HtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onmouseover=\"alert(1)")]
    [InlineData("' autofocus onfocus='x")]
    [InlineData("&lt;")]
    public void Whatever_was_typed_stays_text(string typed)
    {
        var html = Html.Of($"""<p title="{typed}">{typed}</p>""").ToString();

        var inside = html["<p title=\"".Length..^"</p>".Length];
        Assert.DoesNotContain("<", inside.Replace("\">", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(2, html.Count(c => c == '"'));
        Assert.Equal($"<p title=\"{typed}\">{typed}</p>", System.Net.WebUtility.HtmlDecode(html));
    }

    [Fact]
    public void Markup_inside_markup_is_not_encoded_twice()
    {
        var inner = Html.Of($"<b>{"é & ñ"}</b>");

        Assert.Equal("<p><b>é &amp; ñ</b><b>é &amp; ñ</b></p>", Html.Of($"<p>{inner}{(Html[])[inner]}</p>").ToString());
    }

    [Fact]
    public void An_attribute_without_a_value_is_there_or_not()
    {
        Assert.Equal("<i checked><i>", Html.Of($"<i{(true, "checked")}><i{(false, "checked")}>").ToString());
    }
}
