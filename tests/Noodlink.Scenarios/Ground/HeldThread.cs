using System.Globalization;

namespace Noodlink.Scenarios.Ground;

// A thread that hangs in a system call (a driver that does not return, a lock) cannot be asked for: the kernel has no
// such switch. strace has: it stops the thread before each of its calls for as long as it is told.

/// <summary>Holds one thread of a program in its system calls, and lets go.</summary>
internal sealed class HeldThread
{
    private const string Strace = "/usr/bin/strace";

    private readonly RunningProgram _strace;

    private HeldThread(RunningProgram strace) => _strace = strace;

    /// <summary>Why threads cannot be held here; null: they can.</summary>
    public static string? Obstacle =>
        !File.Exists(Strace) ? "strace is not installed (Debian: apt-get install strace)"
        : !Environment.IsPrivilegedProcess ? "only root may hold a thread of another process" : null;

    /// <param name="name">How its name in /proc begins.</param>
    /// <param name="call">The system call in which it spends its time.</param>
    public static async Task<HeldThread> HoldAsync(Scene scene, StationProgram program, string name, string call)
    {
        var thread = Find(program.Pid, name);
        var strace = await scene.StartAsync(
            $"strace-{name.Split(' ')[0]}.log", Strace,
            [
                "-q", "-p", thread.ToString(CultureInfo.InvariantCulture), "-e", $"trace={call}",
                "-e", $"inject={call}:delay_enter=120s",
            ]);
        return new HeldThread(strace);
    }

    /// <summary>The program goes on where it was.</summary>
    public Task LetGoAsync() => _strace.KillAsync();

    private static int Find(int pid, string name)
    {
        var tasks = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task");
        var threads = Directory.EnumerateDirectories(tasks)
            .Select(task => (Id: Path.GetFileName(task), Name: File.ReadAllText(Path.Combine(task, "comm")).Trim())).ToList();
        var found = threads.Where(thread => thread.Name.StartsWith(name, StringComparison.Ordinal)).Select(thread => thread.Id).FirstOrDefault();
        Assert.True(found is not null, $"no thread '{name}': {string.Join(", ", threads.Select(thread => thread.Name))}");
        return int.Parse(found!, CultureInfo.InvariantCulture);
    }
}

/// <summary>A test that holds threads; visibly skipped where that cannot be done.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HeldTheoryAttribute : TheoryAttribute
{
    public HeldTheoryAttribute() => Skip = HeldThread.Obstacle;
}
