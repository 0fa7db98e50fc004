namespace Noodlink.Protocol.Json;

/// <summary>The faults found so far, by path. Bounded: a document full of nonsense gives a short answer.</summary>
internal sealed class JsonErrors
{
    private const int PathsMax = 64;
    private const int PathCharactersMax = 100;

    private readonly Dictionary<string, List<FieldFault>> _byPath = [];

    public bool Any => _byPath.Count > 0;

    public void Add(string path, FieldFault fault)
    {
        // A name that somebody made up may be as long as the document.
        if (path.Length > PathCharactersMax) path = string.Concat(path.AsSpan(0, PathCharactersMax), "…");
        if (_byPath.TryGetValue(path, out var faults))
        {
            if (!faults.Contains(fault)) faults.Add(fault);
        }
        else if (_byPath.Count < PathsMax)
        {
            _byPath.Add(path, [fault]);
        }
    }

    public JsonReadResult.Failed ToResult() =>
        new(_byPath.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal));
}
