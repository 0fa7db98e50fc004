using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Noodlink.Hub.Meldkamer;

/// <summary>Whom a connection over HTTPS trusts: the authorities of this system, and one of one's own
/// (<c>Meldkamer:CaFile</c>). Revocation is not asked for: whoever would answer is gone in a blackout.</summary>
internal sealed class HttpTrust
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly X509Certificate2Collection _own = [];

    /// <param name="caFile">PEM; null: the system's authorities only.</param>
    /// <exception cref="CryptographicException">It holds no certificate.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public HttpTrust(string? caFile)
    {
        if (string.IsNullOrWhiteSpace(caFile)) return;
        _own.ImportFromPem(File.ReadAllText(caFile));
        if (_own.Count == 0) throw new CryptographicException("holds no certificate in PEM form");
    }

    /// <summary>A handler of its own for each receiver: they share no connection, no queue and no limit.</summary>
    public SocketsHttpHandler Handler(TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = ConnectionLifetime, // a name may lead elsewhere by then
        MaxResponseHeadersLength = 16, // kB
        MaxResponseDrainSize = 65_536,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        SslOptions = { RemoteCertificateValidationCallback = IsTrusted },
    };

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? system, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        // A wrong name or no certificate at all is not mended by knowing the authority.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || _own.Count == 0) return false;
        if (certificate is not X509Certificate2 theirs) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_own);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        foreach (var sent in system?.ChainPolicy.ExtraStore ?? []) chain.ChainPolicy.ExtraStore.Add(sent);
        return chain.Build(theirs);
    }
}
