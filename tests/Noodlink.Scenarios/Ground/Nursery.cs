using System.Collections.Concurrent;
using System.Diagnostics;

namespace Noodlink.Scenarios.Ground;

// A test that is killed, or that the runner gives up on, must leave nothing behind. Every program is therefore started
// through `setpriv --pdeathsig KILL`: the kernel ends it when its parent ends. "Parent" means the thread that forked,
// and threads of the pool come and go, so one thread that lives as long as the process does all the forking.

/// <summary>Starts programs that die with the test host.</summary>
internal static class Nursery
{
    private static readonly BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> Orders =
        StartThread();

    /// <summary>Starts it and waits until it runs.</summary>
    /// <param name="logPath">Where both its outputs are appended.</param>
    public static Task<Process> StartAsync(
        string program, IEnumerable<string> arguments, string logPath, IReadOnlyDictionary<string, string>? environment)
    {
        // The shell only points the outputs at the file; it then becomes the program, under the same pid.
        string[] wrapped =
            ["--pdeathsig", "KILL", "--", "/bin/sh", "-c", "exec \"$@\" >>\"$0\" 2>&1", logPath, program, .. arguments];
        var info = new ProcessStartInfo("setpriv", wrapped) { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var ours in info.Environment.Keys.Where(key => key.StartsWith("NOODLINK_", StringComparison.Ordinal)).ToList())
            info.Environment.Remove(ours);
        // The SDK may stand anywhere; the programs run on the runtime that runs the tests.
        info.Environment["DOTNET_ROOT"] =
            Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
        foreach (var (key, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            info.Environment[key] = value;
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Orders.Add((info, started));
        return started.Task;
    }

    private static BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> StartThread()
    {
        var orders = new BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)>();
        new Thread(() =>
        {
            foreach (var (info, started) in orders.GetConsumingEnumerable())
            {
                try
                {
                    started.SetResult(Process.Start(info)!);
                }
                catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
                {
                    started.SetException(e);
                }
            }
        })
        { IsBackground = true, Name = "nursery" }.Start();
        return orders;
    }
}
