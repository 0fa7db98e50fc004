using System.Globalization;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Soak;

/// <summary>What happened when, for who reads it afterwards and for who watches.</summary>
/// <param name="path">Where each line is also appended at once; null: nowhere.</param>
internal sealed class Diary(ITestOutputHelper output, string? path)
{
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly Lock _gate = new();

    public void Write(string what)
    {
        var passed = TimeProvider.System.GetElapsedTime(_began);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)passed.TotalMinutes,3}:{passed.Seconds:00}.{passed.Milliseconds / 100} {what}");
        lock (_gate)
        {
            output.WriteLine(line);
            if (path is not null) File.AppendAllText(path, line + "\n");
        }
    }
}
