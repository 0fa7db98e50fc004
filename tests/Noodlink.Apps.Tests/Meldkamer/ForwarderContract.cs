using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Noodlink.Hub.Meldkamer;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Meldkamer;

/// <summary>What every forwarder promises. Each kind in the catalogue has a peer here that it hands over to; a kind
/// without one fails the first test.</summary>
public sealed class ForwarderContract
{
    /// <summary>The other side of a forwarder, as the tests can see and disturb it.</summary>
    private abstract class Peer : IDisposable
    {
        public abstract string Uri { get; }

        /// <summary>As <c>Meldkamer:CaFile</c>.</summary>
        public virtual string? CaFile => null;

        /// <summary>Identifiers handed over so far, each as often as it was handed over.</summary>
        public abstract IReadOnlyList<string> HandedOver { get; }

        /// <summary>From now on it refuses, or takes again.</summary>
        public abstract void Refuse(bool refuses);

        public abstract void Dispose();
    }

    private sealed class SpoolPeer : Peer
    {
        private readonly string _parent = Directory.CreateTempSubdirectory("noodlink-forwarder-").FullName;

        private string Folder => Path.Combine(_parent, "meldkamer");

        public override string Uri => $"spool:{Folder}";

        public override IReadOnlyList<string> HandedOver =>
            Directory.Exists(Folder)
                ? [.. Directory.EnumerateFiles(Folder, "*.cap.xml").Select(file => Path.GetFileName(file)[..^8])]
                : [];

        public override void Refuse(bool refuses) =>
            Directory.Move(refuses ? Folder : Folder + ".away", refuses ? Folder + ".away" : Folder);

        public override void Dispose() => Directory.Delete(_parent, recursive: true);
    }

    /// <summary>A receiver as interfaces.md asks for: it keeps the first of a key.</summary>
    private sealed class HttpPeer : Peer
    {
        private readonly TestAuthority? _authority;
        private readonly X509Certificate2? _certificate;
        private readonly Receiver _receiver;
        private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);
        private volatile bool _refuses;

        public HttpPeer(bool tls)
        {
            if (tls)
            {
                _authority = new TestAuthority();
                _certificate = _authority.Certificate();
            }

            _receiver = new Receiver(_certificate) { Answer = TakeAsync };
        }

        public override string Uri => _receiver.Uri;

        public override string? CaFile => _authority?.CaFile;

        public override IReadOnlyList<string> HandedOver
        {
            get { lock (_kept) return [.. _kept.Values]; }
        }

        public override void Refuse(bool refuses) => _refuses = refuses;

        public override void Dispose()
        {
            _receiver.Dispose();
            _certificate?.Dispose();
            _authority?.Dispose();
        }

        private Task<string?> TakeAsync(Delivery post)
        {
            if (_refuses) return Task.FromResult<string?>("403 Forbidden\r\nContent-Length: 0\r\n\r\n");
            var identifier = XDocument.Parse(post.Text).Root!.Elements().First().Value;
            lock (_kept) _kept.TryAdd(post.Key, identifier);
            return Task.FromResult<string?>(Receiver.Taken);
        }
    }

    private static readonly Dictionary<string, Func<Peer>> Peers = new()
    {
        ["spool"] = () => new SpoolPeer(),
        ["https"] = () => new HttpPeer(tls: true),
        ["http"] = () => new HttpPeer(tls: false),
    };

    public static TheoryData<string> Schemes => [.. ForwarderCatalogue.Kinds.Select(kind => kind.Scheme)];

    [Fact]
    public void Every_kind_in_the_catalogue_is_covered() =>
        Assert.Equal(ForwarderCatalogue.Kinds.Select(kind => kind.Scheme).Order(), Peers.Keys.Order());

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_version_offered_again_is_handed_over_once(string scheme)
    {
        using var peer = Peers[scheme]();
        var dossier = Examples.All["01-barn-fire"];
        var forwarder = Open(peer);

        for (var time = 0; time < 3; time++)
            AssertHandedOver(await forwarder.ForwardAsync(dossier, CancellationToken.None));
        AssertHandedOver(await Open(peer).ForwardAsync(dossier, CancellationToken.None));

        Assert.Equal([dossier.Identifier], peer.HandedOver);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task Versions_are_handed_over_one_by_one(string scheme)
    {
        using var peer = Peers[scheme]();
        var forwarder = Open(peer);

        foreach (var name in new[] { "03-ventilator", "10-ventilator-update" })
            await forwarder.ForwardAsync(Examples.All[name], CancellationToken.None);

        Assert.Equal(["GR-WK3-0011", "GR-WK3-0011.2"], peer.HandedOver.Order());
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_refusal_has_a_reason_and_the_next_attempt_succeeds(string scheme)
    {
        using var peer = Peers[scheme]();
        var forwarder = Open(peer);
        peer.Refuse(true);

        var refused = await forwarder.ForwardAsync(Examples.All["01-barn-fire"], CancellationToken.None);
        peer.Refuse(false);
        var taken = await forwarder.ForwardAsync(Examples.All["01-barn-fire"], CancellationToken.None);

        Assert.NotEmpty(
            refused switch
            {
                ForwardOutcome.Failed failed => failed.Reason,
                ForwardOutcome.Refused no => no.Reason,
                _ => "",
            });
        AssertHandedOver(taken);
        Assert.Single(peer.HandedOver);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void It_is_named_as_configured(string scheme)
    {
        using var peer = Peers[scheme]();

        Assert.Equal(peer.Uri, Open(peer).Name);
    }

    [Theory]
    [InlineData("ftp://x", "is no forwarder")]
    [InlineData("meldkamer", "is no forwarder")]
    [InlineData("", "is no forwarder")]
    [InlineData("spool:", "names no folder")]
    [InlineData("spool: ", "names no folder")]
    [InlineData("spool:/dev/null", "is a file")]
    [InlineData("http://meldkamer.example/cap", "is not encrypted")]
    [InlineData("https:", "is no address")]
    [InlineData("https://", "is no address")]
    [InlineData("https://hub:geheim@127.0.0.1/cap", "holds a name or password")]
    [InlineData("https://127.0.0.1/cap#x", "behind #")]
    public void A_wrong_entry_is_a_fault_in_words(string entry, string fault)
    {
        var set = ForwarderCatalogue.Create([entry]);

        Assert.Empty(set.Forwarders);
        Assert.Contains(fault, Assert.Single(set.Faults), StringComparison.Ordinal);
        Assert.StartsWith("Meldkamer:Forwarders:0:", set.Faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_come_at_once_and_then_nothing_is_opened()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"noodlink-not-made-{Environment.ProcessId}");

        var set = ForwarderCatalogue.Create([$"spool:{folder}", "ftp://x", "spool:", $"spool:{folder}"]);

        Assert.Equal(3, set.Faults.Count);
        Assert.Contains("twice", set.Faults[2], StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Without_a_list_there_is_one_folder_below_the_data()
    {
        var options = new MeldkamerOptions();

        Assert.Equal(["spool:/var/lib/noodlink/meldkamer"], options.ForwardersOr("/var/lib/noodlink"));
        options.Forwarders.Add("spool:/mnt/usb");
        Assert.Equal(["spool:/mnt/usb"], options.ForwardersOr("/var/lib/noodlink"));
    }

    private static Forwarder Open(Peer peer) => Assert.Single(ForwarderCatalogue.Create(
        [peer.Uri], ForwarderTerms.ByDefault with { Trust = new HttpTrust(peer.CaFile) }).Forwarders);

    private static void AssertHandedOver(ForwardOutcome outcome) =>
        Assert.True(outcome is ForwardOutcome.Written or ForwardOutcome.Sent, $"{outcome}");
}
