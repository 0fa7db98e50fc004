using System.Text.RegularExpressions;
using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Screens;

/// <summary>Follows every link, so that a page that somebody adds is looked at as well.</summary>
internal static partial class Walk
{
    private const int PagesMax = 150;

    /// <summary>Opens the first page and everything that its links lead to.</summary>
    /// <param name="look">Called on each page; gets its address.</param>
    /// <param name="each">Every message and bulletin; otherwise one of each kind of address is enough.</param>
    /// <returns>The addresses, in the order they were opened.</returns>
    public static async Task<IReadOnlyList<string>> EverywhereAsync(
        Operator person, Func<string, Task> look, bool each = false, params string[] from)
    {
        var (waiting, known, opened) = (new Queue<string>(), new HashSet<string>(StringComparer.Ordinal), new List<string>());
        Remember(from.Length > 0 ? from : ["/"]);
        while (waiting.TryDequeue(out var path) && opened.Count < PagesMax)
        {
            var status = await person.GoAsync(path);
            Assert.True(status < 500, $"{path} answers {status}:\n{await person.TextAsync()}");
            Assert.True(status is not 404, $"a link leads to {path}, and nothing is there");
            opened.Add(path);
            await look(path);
            Remember(await person.Page.EvaluateAsync<string[]>(
                """
                [...document.querySelectorAll('a[href]')]
                  .filter(link => link.origin === location.origin && !link.hasAttribute('download'))
                  .map(link => link.pathname + link.search)
                """));
        }

        return opened;

        void Remember(string[] paths)
        {
            foreach (var path in paths)
                if (!Skipped().IsMatch(path) && known.Add(each && Message().IsMatch(path) ? path : KindOf(path))) waiting.Enqueue(path);
        }
    }

    /// <summary>The same for two addresses that show the same kind of page: without numbers, and without the way back.
    /// </summary>
    public static string KindOf(string path) => WayBack().Replace(Number().Replace(path, "0"), "");

    /// <summary>Wider than the screen: somebody has to push it from side to side.</summary>
    public static Task<int> TooWideAsync(Operator person) => person.Page.EvaluateAsync<int>(
        "Math.max(0, document.documentElement.scrollWidth - innerWidth)");

    /// <summary>What is there to be pressed and is smaller than a thumb in a glove.</summary>
    public static Task<string[]> TooSmallAsync(Operator person) => person.Page.EvaluateAsync<string[]>(
        """
        [...document.querySelectorAll('main a[href], nav a, button, summary, select, textarea, input:not([type=hidden]), .choice')]
          .filter(e => e.checkVisibility() && !(e.matches('main p a, main li a, main dd a') && getComputedStyle(e).display === 'inline'))
          .map(e => e.matches('input[type=radio], input[type=checkbox]') ? (e.closest('label') ?? e) : e)
          .filter(e => { const box = e.getBoundingClientRect(); return box.height > 0 && (box.height < 43.5 || box.width < 43.5); })
          .map(e => `${Math.round(e.getBoundingClientRect().width)}x${Math.round(e.getBoundingClientRect().height)} ${e.outerHTML.slice(0, 140)}`)
        """);

    [GeneratedRegex(@"^/(api|assets|openapi|healthz|readyz|lib)\b|\.(json|yaml|css|js|svg|pdf|nlk)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Skipped();

    /// <summary>How far a message is, in words that cannot be read from the other side of the table.</summary>
    public static Task<string[]> TooFaintAsync(Operator person) => person.Page.EvaluateAsync<string[]>(
        """
        [...document.querySelectorAll('#stand .state, .cards:not(.small) > .card .standing .state')]
          .filter(e => e.checkVisibility() && parseFloat(getComputedStyle(e).fontSize) < 32)
          .map(e => `${getComputedStyle(e).fontSize} ${e.textContent.trim()}`)
        """);

    [GeneratedRegex(@"^/(meldingen|berichten)/[^/]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Message();

    [GeneratedRegex(@"[?&](terug=controle|kies=\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WayBack();

    [GeneratedRegex(@"(?<=/)([A-Z]{2}-[A-Z0-9]+-\d+|[0-9a-fA-F-]{8,})(?=/|$|\?)|\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
