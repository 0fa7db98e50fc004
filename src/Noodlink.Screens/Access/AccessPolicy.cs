using System.Net;
using Microsoft.AspNetCore.Http;
using Noodlink.Screens.Setup;

namespace Noodlink.Screens.Access;

/// <summary>The rules of interfaces.md §2, <c>Access:*</c>, as questions about one request.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class AccessPolicy
{
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _hostsChosen;

    public AccessPolicy(ListenAddresses addresses, AccessOptions options)
    {
        _hostsChosen = options.Hosts.Count > 0;
        _hosts.UnionWith(_hostsChosen ? options.Hosts : ["localhost", "127.0.0.1", "[::1]", .. addresses.Hosts]);
    }

    /// <summary>What is wrong with the section; one sentence each.</summary>
    public static IEnumerable<string> Faults(ListenAddresses addresses, AccessOptions options)
    {
        if (!addresses.LoopbackOnly && string.IsNullOrWhiteSpace(options.PinFile))
        {
            yield return $"Access:PinFile is empty while Urls '{string.Join(';', addresses.Urls)}' can be reached from "
                + "other machines, must name a file with a PIN (or listen on 127.0.0.1).";
        }

        if (!string.IsNullOrWhiteSpace(options.PinFile)
            && PinFile.Fault(options.PinFile) is { } fault) yield return fault;
        foreach (var host in options.Hosts)
        {
            if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
                yield return $"Access:Hosts: '{host}' is not a host name or address, must be without scheme and port.";
        }
    }

    /// <summary>The request was meant for us and not for a name that somebody else pointed at us (DNS
    /// rebinding).</summary>
    public bool IsOurHost(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (_hosts.Contains(host)) return true;
        // Listening on every address: the literal address that was connected to is a listen address as well.
        return !_hostsChosen && IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && context.Connection.LocalIpAddress is { } local && Plain(local).Equals(Plain(address));
    }

    /// <summary>A change that a page of another origin asks the browser for. Programs send no <c>Origin</c>.</summary>
    public static bool IsForeignChange(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return false;
        if (request.Headers.Origin.Count == 0) return false;
        if (!Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin)) return true;
        var port = request.Host.Port ?? (origin.Scheme == Uri.UriSchemeHttps ? 443 : 80);
        return !string.Equals(origin.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
            || origin.Port != port;
    }

    /// <summary>Somebody at this machine. What came through a proxy may come from anywhere, so it never
    /// counts.</summary>
    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(Plain(remote))
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
