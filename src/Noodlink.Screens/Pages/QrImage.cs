using System.Text;
using Noodlink.Screens.Markup;
using QRCoder;

namespace Noodlink.Screens.Pages;

/// <summary>A text as a QR code inside the page, in pure black and white, so that it prints sharp on anything.</summary>
internal static class QrImage
{
    /// <summary>ISO/IEC 18004 asks for four modules of white around the code.</summary>
    private const int QuietModules = 4;

    /// <summary>Level M: a fifteenth of the code may be creased or wet.</summary>
    /// <param name="text">Capitals and digits only, so that it fits in alphanumeric mode.</param>
    /// <param name="title">For who cannot see it.</param>
    public static Html Of(string text, string title)
    {
        var modules = Modules(text);
        var size = modules.Count + (2 * QuietModules);
        var path = new StringBuilder();
        foreach (var (y, row) in modules.Index())
            for (var x = 0; x < row.Count; x++)
            {
                if (!row[x]) continue;
                var from = x;
                while (x + 1 < row.Count && row[x + 1]) x++;
                path.Append($"M{from + QuietModules} {y + QuietModules}h{x - from + 1}v1h-{x - from + 1}z");
            }

        return Html.Of($"""
            <svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{title}" shape-rendering="crispEdges">
            <path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path fill="#000" d="{path.ToString()}"/></svg>
            """);
    }

    /// <summary>The code itself, row by row, without the white around it.</summary>
    public static IReadOnlyList<IReadOnlyList<bool>> Modules(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        // The library puts its own white around it.
        var rows = code.ModuleMatrix.ConvertAll(bits => bits.Cast<bool>().ToList());
        var first = rows.FindIndex(row => row.Contains(true));
        var left = rows[first].IndexOf(true);
        return [.. rows[first..^first].Select(row => (IReadOnlyList<bool>)row[left..^left])];
    }
}
