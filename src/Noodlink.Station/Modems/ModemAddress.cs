using System.Globalization;

namespace Noodlink.Station.Modems;

/// <summary>Where a modem is: a dialect and a serial device with its speed, or a dialect and a TCP host and
/// port.</summary>
/// <param name="Options">The dialect's own, each with its value.</param>
internal sealed record ModemAddress(
    ModemKind Kind, string Place, int Baud, int Port, IReadOnlyDictionary<string, string> Options)
{
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
        if (!path.StartsWith('/') || path.Length < 2)
            faults.Add($"Radio:Modem '{address}': the device is '{path}', must be a full path such as /dev/ttyUSB0");

        var baud = kind.BaudDefault;
        var options = ParseOptions(address, kind, mark < 0 ? "" : rest[mark..], faults, value =>
        {
            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out baud)
                && SerialPort.SpeedsAllowed.Contains(baud))
                return;
            faults.Add($"Radio:Modem '{address}': baud is '{value}', "
                + $"must be one of {string.Join(", ", SerialPort.SpeedsAllowed)}");
        });
        return faults.Count == before ? new ModemAddress(kind, path, baud, Port: 0, options) : null;
    }

    private static ModemAddress? ParseTcp(
        string address, ModemKind kind, string rest, ICollection<string> faults)
    {
        // Uri knows the brackets of IPv6; the scheme only has to be one without a default port.
        var before = faults.Count;
        if (!rest.StartsWith("//", StringComparison.Ordinal)
            || !Uri.TryCreate($"modem:{rest}", UriKind.Absolute, out var uri)
            || uri is not { Host.Length: > 0, Port: > 0 and <= 65_535, AbsolutePath: "" or "/", UserInfo: "", Fragment: "" })
        {
            faults.Add($"Radio:Modem '{address}': must be {kind.Scheme}{TcpSuffix}://host:port, for instance "
                + $"{kind.Scheme}{TcpSuffix}://127.0.0.1:8001");
            return null;
        }

        var options = ParseOptions(address, kind, uri.Query, faults, setBaud: null);
        return faults.Count == before
            ? new ModemAddress(kind, uri.DnsSafeHost, Baud: 0, uri.Port, options)
            : null;
    }

    /// <param name="query">With its question mark; empty: none.</param>
    /// <param name="setBaud">Null: bytes take no time on this line.</param>
    private static Dictionary<string, string> ParseOptions(
        string address, ModemKind kind, string query, ICollection<string> faults, Action<string>? setBaud)
    {
        var options = kind.Options.ToDictionary(option => option.Key, option => option.Value[0], StringComparer.Ordinal);
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var option in query.Length == 0 ? [] : query[1..].Split('&'))
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (option, "") : (option[..equals], option[(equals + 1)..]);
            if (!given.Add(name))
                faults.Add($"Radio:Modem '{address}': {name} is given twice, must be once");
            else if (name == "baud" && setBaud is not null)
                setBaud(value);
            else if (!kind.Options.TryGetValue(name, out var allowed))
                faults.Add($"Radio:Modem '{address}': option '{option}' is not known; {OptionsOf(kind, setBaud is not null)}");
            else if (!allowed.Contains(value, StringComparer.Ordinal))
                faults.Add($"Radio:Modem '{address}': {name} is '{value}', must be one of {string.Join(", ", allowed)}");
            else
                options[name] = value;
        }

        return options;
    }

    private static string OptionsOf(ModemKind kind, bool hasBaud)
    {
        IEnumerable<string> known = kind.Options.Select(option => $"{option.Key}={string.Join('|', option.Value)}");
        if (hasBaud) known = known.Prepend("baud=N");
        return known.Any() ? $"only {string.Join(", ", known)}" : "there are none";
    }
}
