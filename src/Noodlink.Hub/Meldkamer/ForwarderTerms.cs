namespace Noodlink.Hub.Meldkamer;

/// <summary>What forwarders share, from the configuration.</summary>
/// <param name="Trust">Whom a connection over HTTPS trusts.</param>
/// <param name="AttemptTimeout">For one attempt over the network.</param>
internal sealed record ForwarderTerms(HttpTrust Trust, TimeSpan AttemptTimeout, TimeProvider Time)
{
    public static ForwarderTerms ByDefault { get; } = new(
        new HttpTrust(null), TimeSpan.FromSeconds(MeldkamerOptions.TimeoutSecondsByDefault), TimeProvider.System);
}
