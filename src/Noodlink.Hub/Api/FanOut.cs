using System.Security.Cryptography;
using System.Text;
using Noodlink.Protocol.Json;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Hub.Api;

/// <summary>A message of a coördinatiepunt for one, several or all noodsteunpunten: one of its own for each.</summary>
internal sealed class FanOut(Desk desk)
{
    /// <summary>Every addressed station is known before the first message is made: a wrong name sends nothing to
    /// anyone.</summary>
    /// <param name="key">The first message carries it as it was given; the others one that follows from it and from whom it is
    /// for, so that the same request again finds each of them again, also when the list of stations has changed
    /// since.</param>
    public async Task<FanOutResult> SendAsync(
        JsonReadResult.Ok read, string? key, byte[] hash, CancellationToken cancel)
    {
        if (Recipients(read, out var faults) is not { } recipients) return new FanOutResult([], null, faults);
        var stored = new List<AcceptOutcome.Stored>();
        AcceptOutcome.Stored? first = null;
        foreach (var (index, to) in recipients.Index())
        {
            var carries = index == 0 ? key : null;
            if (first is not null && IsFor(first, to))
            {
                stored.Add(first);
                continue;
            }

            var outcome = await AcceptAsync(carries ?? KeyFor(key, to));
            if (carries is not null && outcome is AcceptOutcome.Stored { Again: true } again && !IsFor(again, to))
            {
                // It was another that stood first when this was asked before.
                first = again;
                outcome = await AcceptAsync(KeyFor(key, to));
            }

            if (outcome is not AcceptOutcome.Stored one) return new FanOutResult(stored, outcome, faults);
            stored.Add(one);

            Task<AcceptOutcome> AcceptAsync(string? own) =>
                desk.AcceptAsync(new Draft(read.Body, read.Status, to, own, hash), cancel);
        }

        return new FanOutResult(stored, null, faults);
    }

    private bool IsFor(AcceptOutcome.Stored stored, string to) => desk.Find(stored.Number)?.Station == to;

    private List<string>? Recipients(JsonReadResult.Ok read, out Dictionary<string, string[]> faults)
    {
        var known = desk.Stations.Select(station => station.Id).ToList();
        faults = read.To.Index().Where(to => !known.Contains($"{to.Item}", StringComparer.Ordinal)).ToDictionary(
            to => $"to[{to.Index}]", to => (string[])[Say.It(Words.Desk_NotListed, to.Item)],
            StringComparer.Ordinal);
        if (read.ToAll && known.Count == 0) faults["to"] = [Words.Api_NoStations];
        if (faults.Count > 0) return null;
        return read.ToAll ? known : [.. read.To.Select(to => $"{to}")];
    }

    private static string? KeyFor(string? key, string to) => key is null ? null
        : $"to:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{to}\n{key}")))}";
}

/// <summary>What became of it.</summary>
/// <param name="Stored">In the order of the addresses, as far as it got.</param>
/// <param name="Stopped">Why it went no further; null: it did, or <paramref name="Faults"/> says why not.</param>
/// <param name="Faults">Sentences by path: who is not in the list.</param>
internal sealed record FanOutResult(
    IReadOnlyList<AcceptOutcome.Stored> Stored, AcceptOutcome? Stopped, IReadOnlyDictionary<string, string[]> Faults);
