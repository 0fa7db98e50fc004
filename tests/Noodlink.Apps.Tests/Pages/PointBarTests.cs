using System.Net;
using Noodlink.Apps.Tests.Node;
using Noodlink.Node.Pages;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Station;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>What people enter by hand, in the bar.</summary>
public sealed class PointBarTests
{
    [Theory]
    [InlineData(PowerSource.Generator, 9.9, "aggregaat, nog 9 uur", BarLevel.Good)]
    [InlineData(PowerSource.Battery, 5.5, "accu, nog 5 uur", BarLevel.Wait)]
    [InlineData(PowerSource.Battery, 0.7, "accu, nog 42 min", BarLevel.Bad)]
    [InlineData(PowerSource.Unknown, 12.0, "nog 12 uur", BarLevel.Good)]
    [InlineData(PowerSource.Generator, 0.0, "uren zijn om – vul in", BarLevel.Bad)]
    [InlineData(PowerSource.Mains, 3.0, "stroomnet", BarLevel.Good)]
    [InlineData(PowerSource.None, 3.0, "geen stroom", BarLevel.Bad)]
    public void Power_counts_down_and_says_when_its_hours_are_over(
        PowerSource source, double hours, string words, BarLevel level)
    {
        var item = PointBar.Power(new PowerState(source, TimeSpan.FromHours(hours), SomeView.Now));

        Assert.Equal(words, item.Words);
        Assert.Equal(level, item.Level);
    }

    [Fact]
    public void What_nobody_entered_asks_to_be_filled_in()
    {
        Assert.Equal("vul in", PointBar.Power(null).Words);
        Assert.Equal("vul in", PointBar.Power(new PowerState(PowerSource.Battery, null, null)).Words);
        Assert.Equal("vul in", PointBar.Reach112(null).Words);
    }

    [Fact]
    public async Task Said_that_112_works_the_pages_where_people_report_say_to_call_it()
    {
        await using var node = await RunningNode.StartAsync();
        const string call = "112 werkt hier: bel 112";
        Assert.DoesNotContain(call, await node.Client.GetStringAsync("/"), StringComparison.Ordinal);

        using var said = await node.Client.SubmitAsync("/112", "/112", ("reach112", "Yes"));

        Assert.Equal(HttpStatusCode.SeeOther, said.StatusCode);
        Assert.Contains(call, await node.Client.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains(call, await node.Client.GetStringAsync("/noodmelding/0123456789abcdef0123456789abcdef/wie"), StringComparison.Ordinal);
        Assert.DoesNotContain(call, await node.Client.GetStringAsync("/papier"), StringComparison.Ordinal);
        (await node.Client.SubmitAsync("/112", "/112", ("reach112", "No"))).Dispose();
        Assert.DoesNotContain(call, await node.Client.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Generator", "9", 303, "aggregaat, nog 9 uur")]
    [InlineData("Mains", "", 303, "stroomnet")]
    [InlineData("Generator", "2,5", 422, "Vul hele uren in")]
    [InlineData("", "9", 422, "Kies waar de stroom vandaan komt")]
    public async Task Power_is_entered_by_hand_without_a_PIN(string source, string hours, int status, string words)
    {
        await using var node = await RunningNode.StartAsync();
        using var answer = await node.Client.SubmitAsync(
            "/instellingen/stroom", "/instellingen/stroom", ("power", source), ("powerHours", hours));
        var page = status == 303 ? await node.Client.GetStringAsync("/") : await answer.Content.ReadAsStringAsync();

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(words, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phone_shows_the_worst_three_and_folds_the_rest_away()
    {
        var bar = new BarModel(
            [
                new BarItem("a", "A", "goed"), new BarItem("b", "B", "slecht", BarLevel.Bad), new BarItem("c", "C", "goed"),
                new BarItem("d", "D", "let op", BarLevel.Wait), new BarItem("e", "E", "slecht", BarLevel.Bad),
            ], []);
        var html = await Rendered.Of<Bar>(bar);

        Assert.Equal(["a", "c"], bar.Less.Select(item => item.Id));
        Assert.Equal(2, html.Split("bar-less").Length - 1);
        Assert.Contains("id=\"balk-meer\"", html, StringComparison.Ordinal);
    }
}
