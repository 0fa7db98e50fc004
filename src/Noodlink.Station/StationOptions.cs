using System.ComponentModel.DataAnnotations;

namespace Noodlink.Station;

/// <summary>Who this station is and where it keeps its data (interfaces.md §2, section <c>Station</c>).</summary>
public sealed class StationOptions
{
    /// <summary>1..65534, unique in the region.</summary>
    public int Number { get; set; }

    /// <summary><c>^[A-Z]{2}-[A-Z0-9]{2,5}$</c>.</summary>
    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public string Gemeente { get; set; } = "";

    public string? Address { get; set; }

    /// <summary><c>x,y</c> in whole metres, EPSG:28992.</summary>
    public string? Rd { get; set; }

    /// <summary>Portofoon channel or the like; printed on the sheet.</summary>
    public string? Contact { get; set; }

    public string DataDirectory { get; set; } = "/var/lib/noodlink";

    /// <summary>Node: the station's key (0600).</summary>
    public string? KeyFile { get; set; }

    /// <summary>Node: whose receipts count; the first is home.</summary>
    public IList<int> HubNumbers { get; } = [];

    /// <summary>Node: a list of one.</summary>
    public int? HubNumber { get; set; }
}

/// <summary>The LAN bearer (interfaces.md §2, section <c>Mqtt</c>).</summary>
public sealed class MqttOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>host:port, tried in turn.</summary>
    public IList<string> Hosts { get; } = [];

    public string Host { get; set; } = "127.0.0.1";

    public int Port { get; set; } = 1884;

    /// <summary>Default: the station id.</summary>
    public string? Username { get; set; }

    public string? PasswordFile { get; set; }

    public string? CaFile { get; set; }

    public string? CertificateFile { get; set; }

    public string? CertificateKeyFile { get; set; }
}

/// <summary>The radio bearer (interfaces.md §2, section <c>Radio</c>).</summary>
public sealed class RadioOptions
{
    /// <summary><c>none</c> or <c>dialect:device[?baud=N]</c>.</summary>
    public string Modem { get; set; } = "none";

    public int FrequencyHz { get; set; } = 869_525_000;

    public int SpreadingFactor { get; set; } = 9;

    public int BandwidthHz { get; set; } = 125_000;

    public int CodingRate { get; set; } = 5;

    public int PowerDbm { get; set; } = 14;

    public double DutyCyclePercent { get; set; } = 10;
}

/// <summary>The life cycle's timers, in seconds (interfaces.md §2, section <c>Timers</c>).</summary>
public sealed class TimerOptions
{
    [Range(1, 86_400)] public int UnconfirmedLanSeconds { get; set; } = 60;

    [Range(1, 86_400)] public int UnconfirmedRadioSeconds { get; set; } = 240;

    [Range(1, 86_400)] public int UnconfirmedOtherSeconds { get; set; } = 600;

    [Range(1, 86_400)] public int UnseenSeconds { get; set; } = 120;

    [Range(1, 86_400)] public int NotForwardedSeconds { get; set; } = 300;

    [Range(1, 86_400)] public int NoAnswerSeconds { get; set; } = 600;

    [Range(1, 86_400)] public int SilentStationSeconds { get; set; } = 2700;

    [Range(1, 86_400)] public int HeartbeatSeconds { get; set; } = 900;
}

/// <summary>When personal text is wiped (interfaces.md §2, section <c>Retention</c>).</summary>
public sealed class RetentionOptions
{
    /// <summary>Days after closing; 14 at a node, 30 at a hub. Null: that default.</summary>
    [Range(1, 3650)] public int? MessageDays { get; set; }
}
