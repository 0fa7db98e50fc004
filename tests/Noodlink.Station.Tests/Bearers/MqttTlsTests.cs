using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Bearers;

public sealed class MqttTlsTests
{
    private static readonly StationId Hub = StationId.Parse("GR-CWK"), Node = StationId.Parse("GR-WK1");

    [Fact]
    public async Task With_certificates_on_both_sides_parts_travel_as_without()
    {
        using var authority = new TestAuthority();
        using var broker = new RealBroker(authority.BrokerSettings);
        await using var hub = new BearerProbe(MqttSettings.ForHub(Options(broker, authority), Hub));
        await using var node = new BearerProbe(MqttSettings.ForNode(Options(broker, authority), Node));
        await Task.WhenAll(hub.IsUp(), node.IsUp());

        for (var ticket = 1; ticket <= 200; ticket++)
        {
            var offer = BearerProbe.Offer(ticket, new byte[1000]);
            await Until.True(() => node.Bearer.TryOffer(offer), () => $"room for {ticket}");
        }

        Assert.Equal(OfferOutcome.Left, (await node.Outcome(200)).Outcome);
        await Until.True(() => hub.Frames.Count() == 200, () => "200 frames");
    }

    [Fact]
    public async Task A_broker_of_another_authority_is_not_talked_to()
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        using var broker = new RealBroker(authority.BrokerSettings);
        await using var node = new BearerProbe(MqttSettings.ForNode(Options(broker, stranger), Node));

        await Until.True(
            () => node.Bearer.Status.Detail.StartsWith("127.0.0.1", StringComparison.Ordinal), () => "an attempt");

        Assert.False(node.Bearer.Status.Up);
        Assert.Contains("TLS", node.Bearer.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_certificate_is_a_fault_by_name()
    {
        var faults = MqttSettings.Faults(new MqttOptions { CertificateFile = "/nowhere/cert", Host = "h", Port = 0 });

        Assert.Contains(faults, fault => fault.Contains("'h:0' is not host:port", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("go together", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("needs Mqtt:CaFile", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("'/nowhere/cert' is not there", StringComparison.Ordinal));
    }

    private static MqttOptions Options(RealBroker broker, TestAuthority authority) => new()
    {
        Port = broker.Port,
        CaFile = authority.CaFile,
        CertificateFile = authority.CertificateFile,
        CertificateKeyFile = authority.CertificateKeyFile,
    };
}
