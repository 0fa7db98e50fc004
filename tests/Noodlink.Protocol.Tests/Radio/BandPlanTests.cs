using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

public sealed class BandPlanTests
{
    [Theory]
    [InlineData(869_525_000, 125_000, 14, 10, "869.40-869.65")]
    [InlineData(869_525_000, 250_000, 27, 10, "869.40-869.65")] // touches both edges
    [InlineData(869_462_500, 125_000, 27, 0.5, "869.40-869.65")]
    [InlineData(868_100_000, 125_000, 14, 1, "865.00-868.60")]
    [InlineData(866_000_000, 500_000, 14, 1, "865.00-868.60")]
    [InlineData(863_500_000, 125_000, 14, 0.1, "863.00-865.00")]
    [InlineData(869_000_000, 125_000, 10, 0.1, "868.70-869.20")]
    [InlineData(869_850_000, 250_000, 14, 1, "869.70-870.00")]
    public void Settings_that_fit_have_no_fault(int frequency, int bandwidth, int power, double duty, string name)
    {
        Assert.Empty(BandPlan.Faults(frequency, bandwidth, power, duty));
        Assert.Equal(name, BandPlan.Find(frequency, bandwidth)?.Name);
    }

    [Theory]
    [InlineData(869_462_499, 125_000)] // one hertz over the lower edge
    [InlineData(869_587_501, 125_000)]
    [InlineData(869_525_000, 250_001)]
    [InlineData(869_525_000, 500_000)]
    [InlineData(868_580_000, 125_000)] // middle inside, edge outside
    [InlineData(868_650_000, 125_000)] // alarm band
    [InlineData(865_000_000, 125_000)] // across two bands
    [InlineData(915_000_000, 125_000)] // a modem that boots for America
    [InlineData(0, 125_000)]
    [InlineData(int.MaxValue, 125_000)]
    [InlineData(int.MinValue, 125_000)]
    public void A_channel_that_reaches_over_an_edge_is_a_fault_that_names_it(int frequency, int bandwidth)
    {
        var fault = Assert.Single(BandPlan.Faults(frequency, bandwidth, 14, 0.1));

        Assert.Contains($"FrequencyHz {frequency}", fault, StringComparison.Ordinal);
        Assert.Contains("869.40-869.65", fault, StringComparison.Ordinal);
        Assert.Null(BandPlan.Find(frequency, bandwidth));
    }

    // radio.md §11, from the Dutch rules and ERC/REC 70-03; 865-868 and 868.0-868.6 are one row here.
    [Theory]
    [InlineData(863_000_000, 865_000_000, 14, 0.1)]
    [InlineData(865_000_000, 868_600_000, 14, 1)]
    [InlineData(868_700_000, 869_200_000, 14, 0.1)]
    [InlineData(869_400_000, 869_650_000, 27, 10)]
    [InlineData(869_700_000, 870_000_000, 14, 1)]
    public void Frequency_power_and_duty_cycle_fit_together_or_each_misfit_is_told(int from, int to, int power, double duty)
    {
        foreach (var (low, high) in new[] { (from, from + 125_000), (to - 125_000, to) })
        {
            var middle = low + (high - low) / 2;

            Assert.Empty(BandPlan.Faults(middle, 125_000, power, duty));
            Assert.Contains("PowerDbm", Assert.Single(BandPlan.Faults(middle, 125_000, power + 1, duty)), StringComparison.Ordinal);
            Assert.Contains(
                "DutyCyclePercent", Assert.Single(BandPlan.Faults(middle, 125_000, power, duty * 1.001)), StringComparison.Ordinal);
            Assert.Equal(2, BandPlan.Faults(middle, 125_000, power + 1, 100).Count);
        }

        foreach (var (middle, bandwidth) in new[] { (from + 62_499, 125_000), (to - 62_499, 125_000) })
            Assert.NotEqual(
                $"{from / 1e6:0.00}-{to / 1e6:0.00}", BandPlan.Find(middle, bandwidth)?.Name);
    }

    [Fact]
    public void The_factory_settings_of_modems_that_are_illegal_here_have_a_fault()
    {
        Assert.NotEmpty(BandPlan.Faults(915_000_000, 125_000, 22, 10)); // RYLR998 as it boots
        Assert.NotEmpty(BandPlan.Faults(868_100_000, 125_000, 23, 1)); // rf95modem as it boots
        Assert.NotEmpty(BandPlan.Faults(869_000_000, 500_000, 22, 10)); // whole-MHz steps of the E22 (modems.md)
    }

    [Fact]
    public void Too_strong_and_too_long_are_two_faults_each_with_its_limit()
    {
        var faults = BandPlan.Faults(868_100_000, 125_000, 22, 10);

        Assert.Equal(
            [
                "PowerDbm is 22, must be at most 14 (radiated) in 865.00-868.60 MHz",
                "DutyCyclePercent is 10, must be at most 1 in 865.00-868.60 MHz",
            ],
            faults);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_duty_cycle_that_is_not_above_zero_is_a_fault(double duty) =>
        Assert.StartsWith("DutyCyclePercent is", Assert.Single(BandPlan.Faults(869_525_000, 125_000, 14, duty)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(-125_000)]
    [InlineData(1_000_000)]
    public void A_bandwidth_that_no_modem_has_is_a_fault(int bandwidth) =>
        Assert.StartsWith("BandwidthHz is", Assert.Single(BandPlan.Faults(869_525_000, bandwidth, 14, 10)),
            StringComparison.Ordinal);

    [Fact]
    public void The_bands_do_not_overlap_and_their_names_are_their_edges()
    {
        var end = 0;
        foreach (var band in BandPlan.SubBands)
        {
            Assert.True(band.FromHz >= end && band.ToHz > band.FromHz, band.ToString());
            Assert.Equal($"{band.FromHz / 1e6:0.00}-{band.ToHz / 1e6:0.00}", band.Name);
            end = band.ToHz;
        }
    }
}
