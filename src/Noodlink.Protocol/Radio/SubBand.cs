namespace Noodlink.Protocol.Radio;

/// <summary>A stretch of spectrum with one rule: how strong, and how long in an hour one may send.</summary>
/// <param name="Name">As the ledger and the technician see it, in MHz: <c>869.40-869.65</c>. Never changes once
/// released: the ledger on disk is kept per name.</param>
/// <param name="FromHz">Lower edge; the whole channel lies at or above it.</param>
/// <param name="ToHz">Upper edge; the whole channel lies at or below it.</param>
/// <param name="PowerDbmMax">Effective radiated power (against a half-wave dipole), in dBm.</param>
/// <param name="DutyCyclePercentMax">Share of a sliding hour.</param>
public sealed record SubBand(string Name, int FromHz, int ToHz, int PowerDbmMax, double DutyCyclePercentMax)
{
    /// <summary>Whether a channel fits as a whole, both edges included.</summary>
    public bool Holds(int frequencyHz, int bandwidthHz) =>
        2L * frequencyHz - bandwidthHz >= 2L * FromHz && 2L * frequencyHz + bandwidthHz <= 2L * ToHz;

    public override string ToString() => $"{Name} MHz ({DutyCyclePercentMax} %, {PowerDbmMax} dBm)";
}
