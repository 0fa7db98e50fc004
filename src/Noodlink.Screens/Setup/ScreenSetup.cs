using Microsoft.Extensions.Configuration;
using Noodlink.Screens.Access;
using Noodlink.Screens.Telemetry;

namespace Noodlink.Screens.Setup;

/// <summary>Where the screen listens and who may reach it, read once and checked as a whole.</summary>
/// <param name="Telemetry">Null: figures are reported to nobody.</param>
internal sealed record ScreenSetup(ListenAddresses Addresses, AccessOptions Access, TelemetrySetup? Telemetry)
{
    public static ScreenSetup Read(IConfiguration configuration, string urlsByDefault, ICollection<string> faults)
    {
        var addresses = ListenAddresses.Parse(configuration["Urls"] ?? urlsByDefault, faults);
        var access = new AccessOptions { PinFile = configuration["Access:PinFile"] };
        var hosts = configuration.GetSection("Access:Hosts");
        foreach (var host in hosts.GetChildren()) access.Hosts.Add(host.Value ?? "");
        foreach (var host in (hosts.Value ?? "").Split(
            [',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            access.Hosts.Add(host);
        foreach (var fault in AccessPolicy.Faults(addresses, access)) faults.Add(fault);
        return new ScreenSetup(addresses, access, TelemetrySetup.Read(configuration, faults));
    }
}
