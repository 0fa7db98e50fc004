namespace Noodlink.Cli.Commands;

/// <summary>A progress bar on standard error, from the second second on.</summary>
internal sealed class SlowBar(string words, TimeProvider time)
{
    private const int Cells = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly long _started = time.GetTimestamp();
    private int _shown = -1;

    public void Show(long done, long all)
    {
        var percent = all <= 0 ? 100 : (int)Math.Clamp(done * 100 / all, 0, 100);
        if (percent == _shown || time.GetElapsedTime(_started) < Patience) return;
        _shown = percent;
        var filled = percent * Cells / 100;
        Console.Error.Write($"\r{words} [{new string('#', filled)}{new string('.', Cells - filled)}] {percent,3} %");
    }

    /// <summary>The line is done with.</summary>
    public void End()
    {
        if (_shown >= 0) Console.Error.WriteLine();
    }
}
