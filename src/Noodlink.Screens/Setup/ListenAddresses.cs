using System.Net;
using System.Net.Sockets;

namespace Noodlink.Screens.Setup;

/// <summary>Where the screen listens (interfaces.md §2, <c>Urls</c>), and whether only this machine can reach
/// it.</summary>
/// <param name="Urls">As Kestrel takes them.</param>
/// <param name="Hosts">The host parts, for the Host check; without wildcards.</param>
/// <param name="LoopbackOnly">No other machine can connect.</param>
internal sealed record ListenAddresses(IReadOnlyList<string> Urls, IReadOnlyList<string> Hosts, bool LoopbackOnly)
{
    /// <summary>Reads <c>Urls</c>; what is wrong with it goes to <paramref name="faults"/>.</summary>
    public static ListenAddresses Parse(string text, ICollection<string> faults)
    {
        var urls = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var hosts = new List<string>();
        var loopbackOnly = true;
        if (urls.Length == 0) faults.Add("Urls is empty, must be like http://127.0.0.1:5081.");
        foreach (var url in urls)
        {
            if (HostOf(url) is not { } host)
            {
                faults.Add($"Urls: '{url}' is not an address to listen on, must be http://<host>:<port 1..65535>.");
                continue;
            }

            loopbackOnly &= IsLoopback(host);
            if (!IsWildcard(host)) hosts.Add(host);
        }

        return new ListenAddresses(urls, hosts, loopbackOnly);
    }

    /// <summary>The addresses that somebody else listens on already. Asked before anything is opened, so that a second
    /// start by mistake touches nothing.</summary>
    public IEnumerable<string> Taken() => Urls.Where(IsTaken);

    /// <summary>Names of this machine that cannot be reached from another one.</summary>
    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsTaken(string url)
    {
        var rest = url["http://".Length..].TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        var port = ushort.Parse(rest.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture);
        var address = IPAddress.TryParse(rest[..colon].Trim('[', ']'), out var literal) ? literal
            : IsLoopback(rest[..colon]) ? IPAddress.Loopback : IPAddress.IPv6Any;
        using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(address, port));
            return false;
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }

    // Port 0 lets the system choose: tests use it. Kestrel takes "*" and "+" for every address, and does the same with
    // any name that is not localhost, which is why a name never counts as loopback.
    private static string? HostOf(string url)
    {
        const string Scheme = "http://";
        if (!url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var rest = url[Scheme.Length..].TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(rest.AsSpan(colon + 1), out _)) return null;
        var host = rest[..colon];
        return IsWildcard(host) || Uri.CheckHostName(host) != UriHostNameType.Unknown ? host : null;
    }

    private static bool IsWildcard(string host) =>
        host is "*" or "+" || (IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
}
