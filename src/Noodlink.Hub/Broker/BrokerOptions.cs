using System.ComponentModel.DataAnnotations;

namespace Noodlink.Hub.Broker;

/// <summary>Who runs the broker (interfaces.md §2, section <c>Broker</c>).</summary>
public enum BrokerMode
{
    /// <summary>The hub starts Mosquitto and looks after it.</summary>
    Managed,

    /// <summary>Somebody else does; section <c>Mqtt</c> says where.</summary>
    External,
}

/// <summary>The managed broker.</summary>
public sealed class BrokerOptions
{
    public BrokerMode Mode { get; set; } = BrokerMode.Managed;

    /// <summary>1..65535.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 1884;

    /// <summary>The address it listens on: 127.0.0.1, the hub's address on the LAN, or 0.0.0.0 for all.</summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";
}
