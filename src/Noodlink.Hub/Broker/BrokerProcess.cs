using System.ComponentModel;
using System.Diagnostics;

namespace Noodlink.Hub.Broker;

/// <summary>One running Mosquitto. Started by <c>setpriv --pdeathsig KILL</c>: the kernel ends it when the thread
/// that started it ends, so a killed hub leaves no broker behind. That thread must therefore live as long as the
/// hub.</summary>
internal sealed class BrokerProcess : IDisposable
{
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];
    private static readonly TimeSpan TerminateWithin = TimeSpan.FromSeconds(1.5);

    private readonly Process _process;

    private BrokerProcess(Process process) => _process = process;

    public int Pid => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <param name="said">Called for each line that the broker writes, on a thread of the pool.</param>
    /// <param name="fault">Why it could not be started.</param>
    public static BrokerProcess? Start(string configurationPath, Action<string> said, out string fault)
    {
        var (mosquitto, setpriv) = (Find("mosquitto"), Find("setpriv"));
        if (mosquitto is not null && setpriv is not null)
            return Start(setpriv, ["--pdeathsig", "KILL", "--", mosquitto, "-c", configurationPath], said, out fault);
        fault = mosquitto is null
            ? "mosquitto is not installed (Debian: apt-get install mosquitto)"
            : "setpriv is not installed (Debian: apt-get install util-linux)";
        return null;
    }

    /// <summary>True when it has ended within that time.</summary>
    public bool WaitForExit(TimeSpan within) => _process.WaitForExit(within);

    /// <summary>It has ended: waits until its last lines have been read.</summary>
    public void HearOut() => _process.WaitForExit();

    /// <summary>Asks, waits a moment, then insists.</summary>
    public void End()
    {
        Signals.Terminate(Pid);
        if (_process.WaitForExit(TerminateWithin)) return;
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) End();
        _process.Dispose();
    }

    private static BrokerProcess? Start(string setpriv, string[] arguments, Action<string> said, out string fault)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(setpriv, arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            },
        };
        // It would tell systemd in our place that all is well.
        foreach (var ours in (string[])["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"])
            process.StartInfo.Environment.Remove(ours);
        DataReceivedEventHandler line = (_, e) =>
        {
            if (e.Data is { } text) said(text);
        };
        process.OutputDataReceived += line;
        process.ErrorDataReceived += line;
        try
        {
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            fault = "";
            return new BrokerProcess(process);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            process.Dispose();
            fault = $"{setpriv} cannot be started: {e.Message}";
            return null;
        }
    }

    private static string? Find(string program) =>
        Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
