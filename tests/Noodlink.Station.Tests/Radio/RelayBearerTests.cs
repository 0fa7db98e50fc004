using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Tests.Modems;

namespace Noodlink.Station.Tests.Radio;

/// <summary>What the radio bearer of noodsteunpunt 5 does with frames of noodsteunpunt 9.</summary>
public sealed class RelayBearerTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_noodmelding_that_a_neighbour_repeats_goes_on_the_air_once_more_and_nobody_is_told_of_it()
    {
        await using var bench = await RadioBench.StartAsync(_disk.Path, relayOf: 5);

        var copy = await UntilCopyAsync(bench);

        Assert.True(LinkHeader.TryRead(copy, out var link));
        Assert.Equal(1, link.Hop);
        Assert.Equal(Alarm, copy[link.Length..]);
        await bench.Modem.FinishAsync();
        await bench.SettleAsync();
        Assert.Empty(bench.All<BearerInput.Done>());
        Assert.Equal(1, bench.Bearer.Status.Relayed);
        Assert.True(bench.Bearer.Status.NotRelayed!["leftToOthers"] > 0);
        Assert.True(bench.Bearer.Status.DutyCycleUsedPercent > 0, "a copy costs airtime");
    }

    [Fact]
    public async Task Switched_off_it_passes_nothing_on()
    {
        await using var bench = await RadioBench.StartAsync(_disk.Path, relayOf: 5, passesOn: false);
        for (var attempt = 1; attempt <= 31; attempt++) await HearAsync(bench, attempt);

        Assert.Empty(bench.Modem.Sent);
    }

    [Fact]
    public async Task The_reserve_is_not_for_the_noodmeldingen_of_others()
    {
        // 1 % of an hour, three quarters of it used by own noodmeldingen.
        await using var bench = await RadioBench.StartAsync(_disk.Path, dutyCyclePercent: 1, relayOf: 5);
        for (var ticket = 1; ticket <= 90 && bench.Bearer.Status.AirtimeLeftPercent > 26; ticket++)
        {
            Assert.True(bench.Offer(ticket, receiptExpected: false));
            await bench.PassAsync(0.3);
            await bench.Modem.FinishAsync();
            await bench.SettleAsync();
        }

        var own = bench.Modem.Sent.Count;
        for (var attempt = 1; attempt <= 31; attempt++) await HearAsync(bench, attempt);

        Assert.Equal(own, bench.Modem.Sent.Count);
        Assert.True(bench.Offer(99)); // an own one goes
    }

    [Fact]
    public async Task Without_a_ledger_only_own_noodmeldingen_go()
    {
        _ = File.CreateSymbolicLink(Path.Combine(_disk.Path, "airtime.ledger.new"), "/dev/full");
        await using var bench = await RadioBench.StartAsync(_disk.Path, relayOf: 5);
        for (var attempt = 1; attempt <= 31; attempt++) await HearAsync(bench, attempt);

        Assert.Empty(bench.Modem.Sent);
        Assert.Equal(0, bench.Bearer.Status.Relayed);
        Assert.True(bench.Offer(99));
        await bench.SettleAsync();
        Assert.Single(bench.Modem.Sent);
    }

    private static byte[] Alarm { get; } = Frame();

    private static byte[] Frame()
    {
        var frame = new byte[51];
        new FrameHeader(1, MessageStatus.Actual, Direction.Up, Series.Numbered, Kind.Alarm, Precedence.Flash, 9, 77, 1, 1)
            .Write(frame);
        return frame;
    }

    private static async Task HearAsync(RadioBench bench, int attempt)
    {
        await bench.Modem.HearAsync(new LinkHeader(0, LinkHeader.AttemptOf(attempt)).InFrontOf(Alarm));
        for (var step = 0; step < 4; step++) await bench.PassAsync(0.35);
    }

    private static async Task<byte[]> UntilCopyAsync(RadioBench bench)
    {
        for (var attempt = 1; attempt <= 31; attempt++)
        {
            await HearAsync(bench, attempt);
            if (bench.Modem.Sent.Count > 0) return bench.Modem.Sent[^1];
        }

        throw new InvalidOperationException("never relayed");
    }
}
