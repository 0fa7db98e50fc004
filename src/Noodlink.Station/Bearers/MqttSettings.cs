using System.Globalization;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Bearers;

/// <summary>Everything the LAN bearer must know, read once from <see cref="MqttOptions"/>.</summary>
public sealed record MqttSettings
{
    private const string TopicRoot = "noodlink/v1";

    /// <summary>Brokers as host:port, tried in turn; at least one.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>The station id. Also the client id: a broker then ends a half-dead earlier connection of
    /// ours.</summary>
    public required string Username { get; init; }

    /// <summary>Asked at each attempt to connect, so that a corrected file helps at once; null: no password. May throw
    /// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>: that attempt fails.</summary>
    public required Func<string?> Password { get; init; }

    /// <summary>Set: TLS only, the broker must show a certificate signed by one of these.</summary>
    public string? CaFile { get; init; }

    /// <summary>Our own certificate, where the broker asks for one; with <see cref="CertificateKeyFile"/>.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The key of <see cref="CertificateFile"/>, without a pass phrase.</summary>
    public string? CertificateKeyFile { get; init; }

    /// <summary>The topic filter to listen to: own <c>down</c> at a node, everyone's <c>up</c> at a hub.</summary>
    public required string Subscription { get; init; }

    /// <summary>A node: hears its own <c>down</c>.</summary>
    /// <exception cref="ArgumentException">The options have faults; ask <see cref="Faults"/> first.</exception>
    public static MqttSettings ForNode(MqttOptions options, StationId own) =>
        From(options, own, $"{TopicRoot}/{own}/down", password: null);

    /// <summary>A hub: hears everyone's <c>up</c>.</summary>
    /// <param name="password">For the managed broker's account; null: from <c>Mqtt:PasswordFile</c>.</param>
    /// <exception cref="ArgumentException">The options have faults; ask <see cref="Faults"/> first.</exception>
    public static MqttSettings ForHub(MqttOptions options, StationId own, Func<string?>? password = null) =>
        From(options, own, $"{TopicRoot}/+/up", password);

    /// <summary>The topic of one part.</summary>
    public static string Topic(StationId peer, bool up) => $"{TopicRoot}/{peer}/{(up ? "up" : "down")}";

    /// <summary>Whose topic it is; null: none of ours.</summary>
    internal static StationId? SenderOf(string topic) =>
        topic.Split('/') is [_, _, var id, "up" or "down"] && StationId.TryParse(id, out var station) ? station : null;

    /// <summary>Every fault of the section <c>Mqtt</c>, in English; empty when it can be used.</summary>
    public static IReadOnlyList<string> Faults(MqttOptions options)
    {
        var faults = new List<string>();
        foreach (var host in HostsOf(options))
            if (!TrySplit(host, out _, out _))
                faults.Add($"Mqtt:Hosts '{host}' is not host:port with a port of 1..65535.");
        if (options.CertificateFile is null != options.CertificateKeyFile is null)
            faults.Add("Mqtt:CertificateFile and Mqtt:CertificateKeyFile go together: give both or neither.");
        if (options.CertificateFile is not null && options.CaFile is null)
            faults.Add("Mqtt:CertificateFile needs Mqtt:CaFile: without it there is no TLS.");
        AddMissing(faults, "Mqtt:CaFile", options.CaFile);
        AddMissing(faults, "Mqtt:CertificateFile", options.CertificateFile);
        AddMissing(faults, "Mqtt:CertificateKeyFile", options.CertificateKeyFile);
        AddMissing(faults, "Mqtt:PasswordFile", options.PasswordFile);
        return faults;
    }

    /// <summary>Splits <c>host:port</c> or <c>[v6]:port</c>.</summary>
    internal static bool TrySplit(string text, out string host, out int port)
    {
        var colon = text.LastIndexOf(':');
        host = colon < 0 ? text : text[..colon].Trim('[', ']');
        port = 0;
        return host.Length > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= 65535;
    }

    private static MqttSettings From(MqttOptions options, StationId own, string subscription, Func<string?>? password)
    {
        if (Faults(options) is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        var passwordFile = options.PasswordFile;
        return new MqttSettings
        {
            Hosts = HostsOf(options),
            Username = options.Username ?? own.ToString(),
            Password = password ?? (() => passwordFile is null ? null : File.ReadAllText(passwordFile).Trim()),
            CaFile = options.CaFile,
            CertificateFile = options.CertificateFile,
            CertificateKeyFile = options.CertificateKeyFile,
            Subscription = subscription,
        };
    }

    private static IReadOnlyList<string> HostsOf(MqttOptions options) =>
        options.Hosts.Count > 0 ? [.. options.Hosts] : [$"{options.Host}:{options.Port}"];

    private static void AddMissing(List<string> faults, string key, string? file)
    {
        if (file is not null && !File.Exists(file)) faults.Add($"{key} '{file}' is not there.");
    }
}
