using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

public sealed class ModemCatalogueTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("rylr998:/dev/ttyUSB0")]
    [InlineData("kiss:/dev/ttyACM0?baud=9600")]
    [InlineData("kiss:/dev/serial/by-id/usb-Silicon_Labs-if00")]
    [InlineData("kiss+tcp://127.0.0.1:8001")]
    [InlineData("kiss+tcp://tnc.local:8001/")]
    [InlineData("kiss+tcp://[::1]:8001")]
    public void Good_addresses_have_no_faults(string address) =>
        Assert.Empty(ModemCatalogue.Faults(address, new RadioSettings()));

    [Theory]
    [InlineData("", "is not a modem")]
    [InlineData("None", "is not a modem")]
    [InlineData("kiss", "is not a modem")]
    [InlineData("lora:/dev/ttyUSB0", "rylr998:/dev/")]
    [InlineData("kiss:", "full path")]
    [InlineData("kiss:ttyUSB0", "full path")]
    [InlineData("kiss:/dev/ttyUSB0?baud=115201", "must be one of 300, 1200")]
    [InlineData("kiss:/dev/ttyUSB0?baud=", "must be one of")]
    [InlineData("kiss:/dev/ttyUSB0?speed=9600", "only baud=N")]
    [InlineData("kiss+tcp://", "kiss+tcp://host:port")]
    [InlineData("kiss+tcp://host", "kiss+tcp://host:port")]
    [InlineData("kiss+tcp://host:0", "kiss+tcp://host:port")]
    [InlineData("kiss+tcp://host:99999", "kiss+tcp://host:port")]
    [InlineData("kiss+tcp:/dev/ttyUSB0", "kiss+tcp://host:port")]
    public void A_wrong_address_is_told_with_what_is_allowed(string address, string part)
    {
        var fault = Assert.Single(ModemCatalogue.Faults(address, new RadioSettings()));
        Assert.Contains(part, fault, StringComparison.Ordinal);
        Assert.Contains($"'{address}'", fault, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => ModemCatalogue.Create(address, new RadioSettings(), TimeProvider.System, NullLogger.Instance));
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var settings = new RadioSettings(
            868_000_000, SpreadingFactor: 13, CodingRate: 4, PowerDbm: 25, DutyCyclePercent: 5);
        var faults = ModemCatalogue.Faults("rylr998:ttyUSB0?baud=1", settings);
        Assert.Equal(6, faults.Count);
    }

    [Theory]
    [InlineData(10, 125_000, 14, "at most 9 at 125000 Hz")]
    [InlineData(11, 250_000, 14, "at most 10 at 250000 Hz")]
    [InlineData(9, 62_500, 14, "125000, 250000 or 500000")]
    [InlineData(9, 125_000, 15, "0..14")]
    public void What_the_rylr998_cannot_do_is_a_fault(int spreadingFactor, int bandwidthHz, int powerDbm, string part)
    {
        var settings = new RadioSettings(
            SpreadingFactor: spreadingFactor, BandwidthHz: bandwidthHz, PowerDbm: powerDbm);
        var fault = Assert.Single(ModemCatalogue.Faults("rylr998:/dev/ttyUSB0", settings));
        Assert.Contains(part, fault, StringComparison.Ordinal);
        Assert.Empty(ModemCatalogue.Faults("kiss:/dev/ttyUSB0", settings));
    }

    [Fact]
    public void No_modem_is_no_fault_whatever_the_settings_say() =>
        Assert.Empty(ModemCatalogue.Faults("none", new RadioSettings(FrequencyHz: 1)));
}
