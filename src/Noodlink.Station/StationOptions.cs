using System.ComponentModel.DataAnnotations;

namespace Noodlink.Station;

/// <summary>Who this station is and where it keeps its data (interfaces.md §2, section <c>Station</c>).</summary>
public sealed class StationOptions
{
    /// <summary>1..65534, unique in the region.</summary>
    public int Number { get; set; }

    /// <summary><c>^[A-Z]{2}-[A-Z0-9]{2,5}$</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>What people call the building; at least one character.</summary>
    public string Name { get; set; } = "";

    /// <summary>The municipality it stands in.</summary>
    public string Gemeente { get; set; } = "";

    /// <summary>Street and number; printed on the sheet.</summary>
    public string? Address { get; set; }

    /// <summary><c>x,y</c> in whole metres, EPSG:28992.</summary>
    public string? Rd { get; set; }

    /// <summary>Portofoon channel or the like; printed on the sheet.</summary>
    public string? Contact { get; set; }

    /// <summary>What the screens speak: <c>nl</c>, or the code of a language that there is a file of words for
    /// (<c>Dutch/Words.en.restext</c>).</summary>
    public string Language { get; set; } = Dutch.Language.Home;

    /// <summary>Database, ledger and spool; made with mode 0700 if it is not there.</summary>
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
    /// <summary>False: this station has no LAN bearer.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>host:port, tried in turn.</summary>
    public IList<string> Hosts { get; } = [];

    /// <summary>With <see cref="Port"/> a list of one; <see cref="Hosts"/> goes before it.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>1..65535; 1883 is often taken by a broker that a package manager started.</summary>
    public int Port { get; set; } = 1884;

    /// <summary>Default: the station id.</summary>
    public string? Username { get; set; }

    /// <summary>One line, mode 0600.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>PEM; with it the broker is reached over TLS and must show a certificate of this authority.</summary>
    public string? CaFile { get; set; }

    /// <summary>PEM; our own certificate, where the broker asks for one.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>PEM; the key of <see cref="CertificateFile"/>.</summary>
    public string? CertificateKeyFile { get; set; }
}

/// <summary>The radio bearer (interfaces.md §2, section <c>Radio</c>).</summary>
public sealed class RadioOptions
{
    /// <summary><c>none</c> or <c>dialect:device[?baud=N]</c>.</summary>
    public string Modem { get; set; } = "none";

    /// <summary>Hz; must lie in the band plan (869.525 MHz: the 10 % sub-band).</summary>
    public int FrequencyHz { get; set; } = 869_525_000;

    /// <summary>7..12; one more halves the speed and adds about 2.5 dB.</summary>
    public int SpreadingFactor { get; set; } = 9;

    /// <summary>Hz, as both ends are set.</summary>
    public int BandwidthHz { get; set; } = 125_000;

    /// <summary>5..8 for 4/5 to 4/8.</summary>
    public int CodingRate { get; set; } = 5;

    /// <summary>dBm at the antenna port; the band plan and the modem limit it.</summary>
    public int PowerDbm { get; set; } = 14;

    /// <summary>Above 0, at most what the sub-band allows.</summary>
    public double DutyCyclePercent { get; set; } = 10;

    /// <summary>Auto: a hub divides the time from ten stations on, and a noodsteunpunt follows. Off: everybody sends when it
    /// likes.</summary>
    public RadioSchedule Schedule { get; set; } = RadioSchedule.Auto;

    /// <summary>Node: passes on what a noodsteunpunt out of the hub's reach sends, and the hub's answers to it.</summary>
    public bool Relay { get; set; } = true;
}

/// <summary>Whether the time of the channel is divided.</summary>
public enum RadioSchedule
{
    Auto,
    Off,
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

/// <summary>The USB stick (interfaces.md §2, section <c>Courier</c>).</summary>
public sealed class CourierOptions
{
    /// <summary>The folder where the stick appears; empty: no buttons. It need not be there when the program starts.</summary>
    public string Directory { get; set; } = "";
}

/// <summary>What the noodsteunpunt knows of places (section <c>Places</c>). None of it need be there.</summary>
public sealed class PlacesOptions
{
    /// <summary>The gazetteer; default <c>gazetteer.db</c> in the data directory.</summary>
    public string? File { get; set; }

    /// <summary>MBTiles with pictures (png, jpg or webp); empty: the map is drawn without.</summary>
    public string? Map { get; set; }

    /// <summary>Folder of documents to read and print; empty: no shelf.</summary>
    public string? Shelf { get; set; }
}

/// <summary>When personal text is wiped (interfaces.md §2, section <c>Retention</c>).</summary>
public sealed class RetentionOptions
{
    /// <summary>Days after closing; 14 at a node, 30 at a hub. Null: that default.</summary>
    [Range(1, 3650)] public int? MessageDays { get; set; }
}
