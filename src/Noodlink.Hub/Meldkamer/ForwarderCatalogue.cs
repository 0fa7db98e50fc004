namespace Noodlink.Hub.Meldkamer;

/// <summary>One kind of forwarder: a line in the catalogue, a class, and its place in the contract suite.</summary>
/// <param name="Scheme">What stands before the colon.</param>
/// <param name="Form">What a person has to write, for the text of a fault.</param>
/// <param name="Read">Makes the forwarder of the whole entry and the part behind the colon, or says what is
/// wrong.</param>
internal sealed record ForwarderKind(
    string Scheme, string Form, Func<string, string, ForwarderTerms, ForwarderEntry> Read);

/// <summary>What became of one entry: a forwarder, or a fault in words.</summary>
internal sealed record ForwarderEntry(Func<Forwarder>? Open, string Fault)
{
    /// <summary>Opening may touch the disk, so it waits until the whole list is known to be right.</summary>
    public static ForwarderEntry Good(Func<Forwarder> open) => new(open, "");

    public static ForwarderEntry Wrong(string fault) => new(null, fault);
}

/// <summary>The outcome of reading <c>Meldkamer:Forwarders</c>. With faults there are no forwarders.</summary>
internal sealed record ForwarderSet(IReadOnlyList<Forwarder> Forwarders, IReadOnlyList<string> Faults);

/// <summary>Every kind of forwarder there is. A new one is added here and nowhere else.</summary>
internal static class ForwarderCatalogue
{
    public static IReadOnlyList<ForwarderKind> Kinds { get; } =
    [
        new("spool", "spool:<folder>", Spool),
        new("https", "https://<host>/<path>", Https),
        new("http", "http://127.0.0.1:<port>/<path> (this machine only)", Http),
    ];

    /// <summary>All faults at once, in English, each naming the entry and what was allowed.</summary>
    /// <param name="entries">As configured.</param>
    /// <param name="terms">Null: as without any further key.</param>
    public static ForwarderSet Create(IEnumerable<string> entries, ForwarderTerms? terms = null)
    {
        var openers = new List<Func<Forwarder>>();
        var faults = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, entry) in entries.Index())
        {
            var read = Read(entry, terms ?? ForwarderTerms.ByDefault);
            if (read.Open is not { } open) faults.Add($"Meldkamer:Forwarders:{index}: '{entry}' {read.Fault}");
            else if (!seen.Add(entry)) faults.Add($"Meldkamer:Forwarders:{index}: '{entry}' is there twice.");
            else openers.Add(open);
        }

        return faults.Count > 0 ? new([], faults) : new([.. openers.Select(open => open())], []);
    }

    private static ForwarderEntry Read(string entry, ForwarderTerms terms)
    {
        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : entry[..colon];
        var kind = Kinds.FirstOrDefault(known => known.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase));
        return kind is not null
            ? kind.Read(entry, entry[(colon + 1)..], terms)
            : ForwarderEntry.Wrong($"is no forwarder; allowed: {string.Join(", ", Kinds.Select(one => one.Form))}.");
    }

    private static ForwarderEntry Spool(string name, string path, ForwarderTerms terms)
    {
        // "spool:///var/x" is written by people who know URIs; both mean the same folder.
        var folder = path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path;
        if (string.IsNullOrWhiteSpace(folder) || folder.Contains('\0', StringComparison.Ordinal))
            return ForwarderEntry.Wrong("names no folder; write spool:<folder>.");
        var full = Path.GetFullPath(folder);
        return File.Exists(full)
            ? ForwarderEntry.Wrong($"is a file, not a folder ({full}).")
            : ForwarderEntry.Good(() => new SpoolForwarder(name, full));
    }

    private static ForwarderEntry Https(string name, string rest, ForwarderTerms terms) => Post(name, terms);

    // Without TLS only to a program beside us: on any network a noodmelding could be read and its receiver played.
    private static ForwarderEntry Http(string name, string rest, ForwarderTerms terms) =>
        Uri.TryCreate(name, UriKind.Absolute, out var address) && !address.IsLoopback
            ? ForwarderEntry.Wrong("is not encrypted; write https://, or the loopback address of this machine.")
            : Post(name, terms);

    private static ForwarderEntry Post(string name, ForwarderTerms terms)
    {
        if (!Uri.TryCreate(name, UriKind.Absolute, out var address) || address.Host.Length == 0)
            return ForwarderEntry.Wrong("is no address; write https://<host>/<path>.");
        // The entry stands on the screen and in the log.
        if (address.UserInfo.Length > 0) return ForwarderEntry.Wrong("holds a name or password; leave it out.");
        if (address.Fragment.Length > 0) return ForwarderEntry.Wrong("has a part behind #, which is never sent; leave it out.");
        return ForwarderEntry.Good(
            () => new HttpForwarder(name, address, terms, terms.Trust.Handler(terms.AttemptTimeout)));
    }
}
