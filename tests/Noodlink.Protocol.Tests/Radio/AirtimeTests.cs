using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

public sealed class AirtimeTests
{
    // 125 kHz, 4/5, preamble 8, explicit header, CRC: worked out with the formula of Semtech AN1200.13 and checked
    // against LoRaMac-node, independently of the code under test.
    [Theory]
    [InlineData(20, 56.576, 102.912, 185.344, 370.688, 741.376, 1318.912)]
    [InlineData(51, 102.656, 184.832, 328.704, 616.448, 1314.816, 2465.792)]
    [InlineData(100, 174.336, 307.712, 553.984, 1026.048, 2215.936, 3940.352)]
    [InlineData(160, 261.376, 461.312, 820.224, 1517.568, 3280.896, 5906.432)]
    [InlineData(222, 348.416, 614.912, 1106.944, 2009.088, 4427.776, 8036.352)]
    [InlineData(255, 399.616, 707.072, 1250.304, 2295.808, 5001.216, 9019.392)]
    public void Time_on_air_is_that_of_the_published_table(int bytes, params double[] milliseconds)
    {
        for (var i = 0; i < milliseconds.Length; i++)
            Assert.Equal(milliseconds[i], Airtime.Of(bytes, 7 + i, 125_000, 5).TotalMilliseconds, 3);
    }

    [Theory]
    [InlineData(7, 51.328)]
    [InlineData(9, 164.352)]
    [InlineData(11, 575.488)]
    [InlineData(12, 1232.896)]
    public void A_channel_of_250_kHz_takes_half_the_time(int spreadingFactor, double milliseconds) =>
        Assert.Equal(milliseconds, Airtime.Of(51, spreadingFactor, 250_000, 5).TotalMilliseconds, 3);

    [Fact]
    public void Every_length_and_setting_agrees_with_the_formula_in_floating_point()
    {
        int[] bandwidths = [125_000, 250_000, 500_000];
        foreach (var bandwidth in bandwidths)
            for (var factor = 7; factor <= 12; factor++)
                for (var rate = 5; rate <= 8; rate++)
                    for (var bytes = 1; bytes <= 255; bytes++)
                    {
                        var actual = Airtime.Of(bytes, factor, bandwidth, rate).TotalMilliseconds;
                        Assert.InRange(actual - Formula(bytes, factor, bandwidth, rate), -0.0001, 0.0002);
                    }
    }

    [Theory]
    [InlineData(8, 56.576)]
    [InlineData(12, 60.672)]
    [InlineData(16, 64.768)]
    public void Each_preamble_symbol_counts(int preamble, double milliseconds) =>
        Assert.Equal(milliseconds, Airtime.Of(20, 7, 125_000, 5, preamble).TotalMilliseconds, 3);

    [Theory]
    [InlineData(0, 9, 125_000, 5, 8)]
    [InlineData(256, 9, 125_000, 5, 8)]
    [InlineData(51, 6, 125_000, 5, 8)]
    [InlineData(51, 13, 125_000, 5, 8)]
    [InlineData(51, 9, 7_799, 5, 8)]
    [InlineData(51, 9, 500_001, 5, 8)]
    [InlineData(51, 9, 125_000, 4, 8)]
    [InlineData(51, 9, 125_000, 9, 8)]
    [InlineData(51, 9, 125_000, 5, 5)]
    public void A_setting_that_no_modem_has_is_refused(int bytes, int factor, int bandwidth, int rate, int preamble) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Airtime.Of(bytes, factor, bandwidth, rate, preamble));

    private static double Formula(int pl, int sf, int bw, int cr)
    {
        var ts = Math.Pow(2, sf) / bw;
        var de = ts >= 0.016 ? 1 : 0;
        var n = 8 + Math.Max(Math.Ceiling((8.0 * pl - 4 * sf + 28 + 16) / (4.0 * (sf - 2 * de))) * cr, 0);
        return (8 + 4.25 + n) * ts * 1000;
    }
}
