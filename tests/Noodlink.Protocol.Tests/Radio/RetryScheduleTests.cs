using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

public sealed class RetryScheduleTests
{
    private static readonly TimeSpan Receipt = TimeSpan.FromMilliseconds(226);

    [Fact]
    public void The_first_twelve_tries_of_a_noodmelding_wait_for_the_receipt_and_up_to_a_second()
    {
        for (var tries = 1; tries <= 12; tries++)
            AssertWithin(tries, alarm: true, least: 0.426, most: 1.226);
    }

    [Theory]
    [InlineData(13, 1.226, 2.226)]
    [InlineData(14, 2.226, 4.226)]
    [InlineData(15, 4.226, 8.226)]
    [InlineData(17, 16.226, 32.226)]
    [InlineData(18, 30.1, 60)]
    [InlineData(19, 30.1, 60)]
    [InlineData(1_000_000, 30.1, 60)]
    [InlineData(int.MaxValue, 30.1, 60)]
    public void After_that_the_wait_doubles_up_to_a_minute(int tries, double least, double most) =>
        AssertWithin(tries, alarm: true, least, most);

    [Theory]
    [InlineData(1, 1.226, 2.226)]
    [InlineData(2, 2.226, 4.226)]
    [InlineData(5, 16.226, 32.226)]
    [InlineData(6, 30.1, 60)]
    [InlineData(int.MaxValue, 30.1, 60)]
    public void Other_traffic_slows_down_from_the_start(int tries, double least, double most) =>
        AssertWithin(tries, alarm: false, least, most);

    [Fact]
    public void After_a_restart_a_message_neither_floods_nor_is_forgotten()
    {
        var random = new Random(1);

        Assert.Equal(TimeSpan.Zero, RetrySchedule.AfterRestart(0, singleAlarm: true, Receipt, random));
        var often = RetrySchedule.AfterRestart(40, singleAlarm: true, Receipt, random);
        Assert.InRange(often.TotalSeconds, 30, 60);
    }

    [Fact]
    public void The_cap_holds_for_the_slowest_radio_too()
    {
        var slow = TimeSpan.FromSeconds(1.65); // 29 bytes at SF12
        var random = new Random(1);

        for (var i = 0; i < 1000; i++)
            Assert.True(RetrySchedule.Next(30, singleAlarm: true, slow, random) <= TimeSpan.FromSeconds(60));
    }

    private static void AssertWithin(int tries, bool alarm, double least, double most)
    {
        var random = new Random(tries);
        var waits = Enumerable.Range(0, 300)
            .Select(_ => RetrySchedule.Next(tries, alarm, Receipt, random).TotalSeconds).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, least, most));
        Assert.True(waits.Max() - waits.Min() > 0.9 * (most - least), $"tries {tries}: hardly any chance in it");
    }
}
