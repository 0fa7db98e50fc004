using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Noodlink.Station.Tests.Bearers;

/// <summary>An authority of its own, and one certificate under it for 127.0.0.1, good for either side.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("noodlink-tls-");

    public TestAuthority()
    {
        var from = TimeProvider.System.GetUtcNow().AddDays(-1);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Noodlink test", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(from, from.AddDays(10));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(root, from, from.AddDays(9), [1, 2, 3, 4]);
        File.WriteAllText(CaFile, root.ExportCertificatePem());
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(CertificateKeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    public string CaFile => Path.Combine(_directory.FullName, "ca.pem");

    public string CertificateFile => Path.Combine(_directory.FullName, "certificate.pem");

    public string CertificateKeyFile => Path.Combine(_directory.FullName, "key.pem");

    /// <summary>With its key, for a server in this process.</summary>
    public X509Certificate2 Certificate() => X509Certificate2.CreateFromPemFile(CertificateFile, CertificateKeyFile);

    public string BrokerSettings => $"""
        allow_anonymous true
        require_certificate true
        cafile {CaFile}
        certfile {CertificateFile}
        keyfile {CertificateKeyFile}
        """;

    public void Dispose() => _directory.Delete(recursive: true);
}
