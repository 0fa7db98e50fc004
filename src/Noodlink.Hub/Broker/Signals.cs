using System.Runtime.InteropServices;

namespace Noodlink.Hub.Broker;

/// <summary>kill(2): a process that is gone already is no fault.</summary>
internal static partial class Signals
{
    private const int Hup = 1, Kill = 9, Term = 15;

    public static void Reload(int pid) => _ = kill(pid, Hup);

    public static void Terminate(int pid) => _ = kill(pid, Term);

    public static void End(int pid) => _ = kill(pid, Kill);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
