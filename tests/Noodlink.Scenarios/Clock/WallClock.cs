using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Clock;

// libfaketime stands between a program and its C library and answers for the wall clock; the monotonic clock stays the
// machine's own, as it does when somebody sets the time. It reads how far to be off from a file, at most once a second.

/// <summary>The wall clock of one program, to be set while it runs.</summary>
internal sealed class WallClock
{
    private readonly StationProgram _program;
    private readonly string _path;

    public WallClock(Scene scene, StationProgram program)
    {
        _program = program;
        _path = Path.Combine(scene.Directory, $"clock-{program.Port}");
        File.WriteAllText(_path, "+0\n");
        program.Environment["LD_PRELOAD"] = Library!;
        program.Environment["FAKETIME_TIMESTAMP_FILE"] = _path;
        program.Environment["FAKETIME_CACHE_DURATION"] = "1";
        program.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        program.Environment["DONT_FAKE_MONOTONIC"] = "1"; // as older versions call it
    }

    /// <summary>Null: not installed.</summary>
    public static string? Library { get; } = !Directory.Exists("/usr/lib") ? null
        : Directory.EnumerateDirectories("/usr/lib", "*-linux-*")
            .Select(place => Path.Combine(place, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists);

    /// <summary>Returns when the program sees it.</summary>
    public async Task SetAsync(TimeSpan off)
    {
        Write(off);
        await Wait.UntilAsync(
            $"the clock is off by {off.TotalDays:0.##} days", 10,
            async () =>
            {
                var seen = (await _program.Browser.GetAsync("/api/status")).At("clock");
                return (seen - TimeProvider.System.GetUtcNow() - off).Duration() < TimeSpan.FromMinutes(1);
            });
    }

    /// <summary>Returns at once; a running program follows within a second.</summary>
    public void Write(TimeSpan off)
    {
        // By rename: half a number is another time.
        File.WriteAllText(_path + ".new", $"{off.TotalSeconds:+0;-0}\n");
        File.Move(_path + ".new", _path, overwrite: true);
    }
}
