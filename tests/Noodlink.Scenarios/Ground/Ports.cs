using System.Net;
using System.Net.Sockets;

namespace Noodlink.Scenarios.Ground;

// A program that is killed and started again wants its port back. A port that the kernel hands out may meanwhile have
// gone to somebody's outgoing connection; so ours lie below that range (32768 and up on Linux).

/// <summary>Ports on 127.0.0.1 that nobody uses.</summary>
internal static class Ports
{
    private const int First = 11_000, Last = 31_999;

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>Free now, and given to nobody else by this process.</summary>
    public static int Free()
    {
        lock (Gate)
        {
            for (var attempt = 0; attempt < 1000; attempt++)
            {
                var port = Random.Shared.Next(First, Last + 1);
                if (!Given.Add(port)) continue;
                try
                {
                    using var probe = new TcpListener(IPAddress.Loopback, port);
                    probe.Start();
                    return port;
                }
                catch (SocketException)
                {
                    // Somebody has it: another one.
                }
            }
        }

        throw new InvalidOperationException($"No free port in {First}..{Last}.");
    }
}
