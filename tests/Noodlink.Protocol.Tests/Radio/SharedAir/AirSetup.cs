using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio.SharedAir;

/// <summary>One run.</summary>
/// <param name="Points">Noodsteunpunten.</param>
/// <param name="Slots">The hub divides the time; else everybody contends.</param>
/// <param name="PerHour">Noodmeldingen an hour of each; null: something always waits.</param>
/// <param name="FlashShare">Of them, with danger to life.</param>
/// <param name="Length">After ten minutes of warming up.</param>
internal sealed record AirSetup(
    int Points, bool Slots, double? PerHour, double FlashShare, TimeSpan Length, int Seed, int SpreadingFactor = 10)
{
    public static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(10);

    private readonly TimeSpan?[] _onAir = new TimeSpan?[Airtime.PayloadBytesMax + 1];

    /// <summary>125 kHz, 4/5.</summary>
    public TimeSpan TimeOnAir(int bytes) => _onAir[bytes] ??= Airtime.Of(bytes, SpreadingFactor, 125_000, 5);
}

/// <summary>What came of it; times in seconds.</summary>
/// <param name="FirstTry">Share of noodmeldingen whose first transmission the hub heard.</param>
/// <param name="PerHour">Noodmeldingen confirmed at their noodsteunpunt, an hour, all together.</param>
/// <param name="Confirmed">From posting to the confirmation.</param>
/// <param name="FlashWait">With danger to life, from posting to the first time on the air.</param>
/// <param name="FlashConfirmed">With danger to life, from posting to the confirmation.</param>
/// <param name="HubDuty">Share of the time that the hub sends.</param>
/// <param name="Wrong">Confirmed, and not at the hub: must be none.</param>
internal sealed record AirResult(
    double FirstTry, double PerHour, Spread Confirmed, Spread FlashWait, Spread FlashConfirmed, double HubDuty, int Wrong,
    int Counted);

/// <summary>Mean, middle and tail of some times in seconds.</summary>
internal readonly record struct Spread(double Mean, double Median, double P95)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0
            ? new Spread(double.NaN, double.NaN, double.NaN)
            : new Spread(sorted.Average(), sorted[sorted.Count / 2], sorted[(int)(sorted.Count * 0.95)]);
    }
}
