using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;

namespace Noodlink.Station.Tests.Radio;

public sealed class RadioTextTests
{
    [Fact]
    public void People_see_how_much_airtime_is_left_this_hour()
    {
        Assert.Equal("aan, nog 62 % zendtijd dit uur", RadioText.Of(Status(up: true, left: 62.9)));
        Assert.Equal("aan, nog 0 % zendtijd dit uur", RadioText.Of(Status(up: true, left: 0.4)));
        Assert.Equal("aan", RadioText.Of(Status(up: true, left: null)));
        Assert.Equal("uit", RadioText.Of(Status(up: false, left: 62)));
        Assert.Equal("niet aangesloten", RadioText.Of(null));
    }

    private static BearerStatus Status(bool up, double? left) =>
        new(up, DateTimeOffset.UnixEpoch, "", DutyCycleUsedPercent: 1, AirtimeLeftPercent: left);
}
