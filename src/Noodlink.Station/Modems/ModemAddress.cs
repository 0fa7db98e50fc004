using System.Globalization;

namespace Noodlink.Station.Modems;

/// <summary>Where a modem is: a dialect and a serial device with its speed, or a dialect and a TCP host and
/// port.</summary>
internal sealed record ModemAddress(ModemKind Kind, string Place, int Baud, int Port)
{
    /// <summary>All modems in the catalogue come with this speed from the factory (modems.md §0).</summary>
    private const int BaudDefault = 115_200;

    private const string TcpSuffix = "+tcp";

    private static string Known => string.Join(", ", ModemCatalogue.Kinds.Select(
        kind => $"{kind.Scheme}:/dev/<port>[?baud=N] or {kind.Scheme}{TcpSuffix}://host:port"));

    /// <summary>Null for <c>none</c>, and when there were faults, which are then added.</summary>
    public static ModemAddress? Parse(string address, ICollection<string> faults)
    {
        if (address == "none") return null;
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon < 0 ? address : address[..colon];
        var isTcp = scheme.EndsWith(TcpSuffix, StringComparison.Ordinal);
        var dialect = isTcp ? scheme[..^TcpSuffix.Length] : scheme;
        var kind = ModemCatalogue.Kinds.FirstOrDefault(candidate => candidate.Scheme == dialect);
        if (kind is null || colon < 0)
        {
            faults.Add($"Radio:Modem '{address}': '{scheme}' is not a modem; must be none, {Known}");
            return null;
        }

        var rest = address[(colon + 1)..];
        return isTcp ? ParseTcp(address, kind, rest, faults) : ParseDevice(address, kind, rest, faults);
    }

    public LineOpener Opener(TimeProvider time) => Port > 0
        ? stop => TcpPort.OpenAsync(Place, Port, time, stop)
        : _ => ValueTask.FromResult(SerialPort.Open(Place, Baud));

    private static ModemAddress? ParseDevice(
        string address, ModemKind kind, string rest, ICollection<string> faults)
    {
        var before = faults.Count;
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? rest : rest[..mark];
        var baud = BaudDefault;
        if (!path.StartsWith('/') || path.Length < 2)
            faults.Add($"Radio:Modem '{address}': the device is '{path}', must be a full path such as /dev/ttyUSB0");

        foreach (var option in mark < 0 ? [] : rest[(mark + 1)..].Split('&'))
        {
            var isBaud = option.StartsWith("baud=", StringComparison.Ordinal);
            if (!isBaud)
                faults.Add($"Radio:Modem '{address}': option '{option}' is not known; only baud=N");
            else if (!int.TryParse(option[5..], NumberStyles.None, CultureInfo.InvariantCulture, out baud)
                || !SerialPort.SpeedsAllowed.Contains(baud))
                faults.Add($"Radio:Modem '{address}': baud is '{option[5..]}', "
                    + $"must be one of {string.Join(", ", SerialPort.SpeedsAllowed)}");
        }

        return faults.Count == before ? new ModemAddress(kind, path, baud, Port: 0) : null;
    }

    private static ModemAddress? ParseTcp(
        string address, ModemKind kind, string rest, ICollection<string> faults)
    {
        // Uri knows the brackets of IPv6; the scheme only has to be one without a default port.
        if (rest.StartsWith("//", StringComparison.Ordinal)
            && Uri.TryCreate($"modem:{rest}", UriKind.Absolute, out var uri)
            && uri is { Host.Length: > 0, Port: > 0 and <= 65_535, PathAndQuery: "" or "/", UserInfo: "", Fragment: "" })
            return new ModemAddress(kind, uri.DnsSafeHost, Baud: 0, uri.Port);
        faults.Add($"Radio:Modem '{address}': must be {kind.Scheme}{TcpSuffix}://host:port, for instance "
            + $"{kind.Scheme}{TcpSuffix}://127.0.0.1:8001");
        return null;
    }
}
