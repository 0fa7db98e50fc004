using System.Globalization;
using System.Text;
using Noodlink.Protocol.Tests.Radio.SharedAir;

namespace Noodlink.Benchmarks.Air;

/// <summary>The picture: two panels, told apart without colour (full line with discs, dashed line with squares).</summary>
internal static class SharedAirChart
{
    private const int Width = 920, Height = 400, Top = 64, PanelHeight = 262, PanelWidth = 360, StationsMax = 150;
    private static readonly int[] PanelLefts = [72, 528];

    public static string Of(IReadOnlyList<AirRow> rows, int seed)
    {
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{Height}}" font-family="Atkinson Hyperlegible, Arial, sans-serif" font-size="13" role="img" aria-labelledby="t d">
            <title id="t">Contention and slots, 5 to 150 stations, SF10</title>
            <desc id="d">Left: share of first tries that the hub hears, ten messages an hour each. Right: messages confirmed an hour when something always waits.</desc>
            <style>.g{stroke:#ddd}.a{stroke:#222}.s{fill:none;stroke:#0b4f8a;stroke-width:2.5}.c{fill:none;stroke:#222;stroke-width:2.5;stroke-dasharray:7 5}.t{stroke:#a11;stroke-dasharray:2 4;stroke-width:1.5}</style>
            <rect width="{{Width}}" height="{{Height}}" fill="#fff"/>
            """);
        Panel(svg, 0, "First try heard by the hub, %", "10 noodmeldingen an hour each", 100, 20, 95, "95 to reach");
        Panel(svg, 1, "Noodmeldingen confirmed an hour", "something always waits", 4000, 500, 3000, "3,000 to reach");
        Line(svg, 0, "c", rows, row => 100 * row.Contention.FirstTry, 100);
        Line(svg, 0, "s", rows, row => 100 * row.Slots.FirstTry, 100);
        Line(svg, 1, "c", rows, row => row.ContentionFull.PerHour, 4000);
        Line(svg, 1, "s", rows, row => row.SlotsFull.PerHour, 4000);
        Legend(svg, seed);
        return svg.AppendLine("</svg>").ToString();
    }

    private static void Panel(
        StringBuilder svg, int panel, string title, string under, int most, int step, int target, string targetText)
    {
        var left = PanelLefts[panel];
        Text(svg, left, 26, title, "font-size=\"16\" font-weight=\"bold\"");
        Text(svg, left, 46, under, "fill=\"#444\"");
        for (var value = 0; value <= most; value += step)
        {
            var y = Y(value, most);
            Add(svg, $"<line class=\"{(value == 0 ? "a" : "g")}\" x1=\"{left}\" x2=\"{left + PanelWidth}\" y1=\"{y:0.0}\" y2=\"{y:0.0}\"/>");
            Text(svg, left - 8, y + 4.5, value.ToString("N0", CultureInfo.InvariantCulture), "text-anchor=\"end\"");
        }

        foreach (var stations in new[] { 5, 10, 20, 40, 60, 80, 100, 120, 150 })
        {
            Add(svg, $"<line class=\"a\" x1=\"{X(panel, stations):0.0}\" x2=\"{X(panel, stations):0.0}\" y1=\"{Top + PanelHeight}\" y2=\"{Top + PanelHeight + 5}\"/>");
            if (stations != 5) Text(svg, X(panel, stations), Top + PanelHeight + 20, $"{stations}", "text-anchor=\"middle\"");
        }

        Text(svg, left + PanelWidth / 2.0, Top + PanelHeight + 40, "stations", "text-anchor=\"middle\"");
        var at = Y(target, most);
        Add(svg, $"<line class=\"t\" x1=\"{left}\" x2=\"{left + PanelWidth}\" y1=\"{at:0.0}\" y2=\"{at:0.0}\"/>");
        Text(svg, left + PanelWidth - 2, at + 15, targetText, "text-anchor=\"end\" fill=\"#a11\" font-size=\"12\"");
    }

    private static void Line(
        StringBuilder svg, int panel, string style, IReadOnlyList<AirRow> rows, Func<AirRow, double> value, double most)
    {
        var points = rows.Select(row => (X: X(panel, row.Points), Y: Y(value(row), most))).ToList();
        Add(svg, $"<polyline class=\"{style}\" points=\"{string.Join(' ', points.Select(p => Format($"{p.X:0.0},{p.Y:0.0}")))}\"/>");
        foreach (var (x, y) in points) Mark(svg, style, x, y);
    }

    private static void Mark(StringBuilder svg, string style, double x, double y) => Add(
        svg, style == "s" ? (FormattableString)$"<circle cx=\"{x:0.0}\" cy=\"{y:0.0}\" r=\"4\" fill=\"#0b4f8a\"/>"
            : $"<rect x=\"{x - 4:0.0}\" y=\"{y - 4:0.0}\" width=\"8\" height=\"8\" fill=\"#fff\" stroke=\"#222\" stroke-width=\"2\"/>");

    private static void Legend(StringBuilder svg, int seed)
    {
        const int y = Height - 12;
        Add(svg, $"<line class=\"s\" x1=\"72\" x2=\"112\" y1=\"{y - 4}\" y2=\"{y - 4}\"/>");
        Mark(svg, "s", 92, y - 4);
        Text(svg, 120, y, "slots: the hub divides the time", "");
        Add(svg, $"<line class=\"c\" x1=\"350\" x2=\"390\" y1=\"{y - 4}\" y2=\"{y - 4}\"/>");
        Mark(svg, "c", 370, y - 4);
        Text(svg, 398, y, "contention: each sends when it likes", "");
        Text(svg, Width - 32, y, $"SF10 / 125 kHz, no capture, seed {seed}", "text-anchor=\"end\" fill=\"#444\" font-size=\"12\"");
    }

    private static double X(int panel, double stations) => PanelLefts[panel] + PanelWidth * stations / StationsMax;

    private static double Y(double value, double most) => Top + PanelHeight * (1 - value / most);

    private static void Text(StringBuilder svg, double x, double y, string text, string style) =>
        Add(svg, $"<text x=\"{x:0.0}\" y=\"{y:0.0}\" {style}>{text}</text>");

    private static void Add(StringBuilder svg, FormattableString element) => svg.AppendLine(Format(element));

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
