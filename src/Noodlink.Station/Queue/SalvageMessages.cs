using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Queue;

/// <summary>Judges the rows of messages: which are whole, which can be made whole, and which keep only their number.</summary>
internal sealed class SalvageMessages(SalvageShape shape, StationIdentity who)
{
    /// <summary>In place of a checksum: the words were lost on the disk, the number stands.</summary>
    public const long LostWords = -1;

    /// <summary>Holds who, number, life and moment of every message a second time.</summary>
    public const string IdentityIndex = "message_identity";

    /// <summary>Written once, at the birth of the row.</summary>
    private static readonly string[] Fixed =
        ["own", "peer", "sender", "epoch", "serial", "created", "kind", "status", "precedence"];

    private readonly Dictionary<long, (long Sender, long Serial, long Epoch, long Created)> _identities = [];
    private readonly List<SalvageRow> _doubted = [];
    private readonly Dictionary<string, int> _columns =
        shape.Columns.Index().ToDictionary(column => column.Item.Name, column => column.Index, StringComparer.Ordinal);

    public SalvageShape Shape { get; } = shape;

    private int Column(string name) => _columns[name];

    /// <summary>Columns: sender, serial, epoch, created, n.</summary>
    public void Identity(SalvageRow row)
    {
        if (row.Values is [long sender, long serial, long epoch, long created, long n])
            _identities.TryAdd(n, (sender, serial, epoch, created));
    }

    /// <summary>The rows that the index knows of.</summary>
    public IReadOnlyCollection<long> Known => _identities.Keys;

    /// <summary>To be judged when everything has been read.</summary>
    public void Doubt(SalvageRow row) => _doubted.Add(row);

    /// <summary>Does the checksum fit? It covers who, number, life, moment and kind, and the words.</summary>
    public bool IsWhole(SalvageRow row)
    {
        if (Number(row, "own") is not (0 or 1) || !Fixed.All(column => SalvageRange.Holds(column, Number(row, column)))) return false;
        if (row.Values[Column("body")] is not byte[] body) return MayBeWithoutWords(row) && IsPlausible(row);
        return Number(row, "sum") == RowSum.Of(
            (string)row.Values[Column("number")]!, Number(row, "own") == 1, (ushort)Number(row, "sender"),
            (ushort)Number(row, "epoch"), (uint)Number(row, "serial"), (uint)Number(row, "created"),
            (byte)Number(row, "kind"), (byte)Number(row, "status"), (byte)Number(row, "precedence"), body);
    }

    /// <summary>Lost before and told, never read, or wiped when it had ended. Anything else without words lost them on this
    /// disk, and people must hear of it.</summary>
    private bool MayBeWithoutWords(SalvageRow row)
    {
        if (Number(row, "sum") == LostWords) return true;
        if (Number(row, "sum") != 0) return false;
        var ended = Number(row, "waiting") == 0 && (Number(row, "kind") != (long)Kind.Alarm ||
            (MessageState)Number(row, "state") is MessageState.Closed or MessageState.Cancelled or MessageState.Refused);
        return ended || (Number(row, "own") == 0 &&
            (Number(row, "complete") == 0 || (MessageState)Number(row, "state") == MessageState.Refused));
    }

    /// <summary>Puts something readable in place of what cannot have stood there.</summary>
    public SalvageRow Readable(SalvageRow row)
    {
        var own = Number(row, "own") == 1;
        for (var i = 0; i < row.Values.Length; i++)
            if (row.Values[i] is long value && !SalvageRange.Holds(Shape.Columns[i].Name, value))
                row.Values[i] = SalvageRange.Instead(Shape.Columns[i].Name, own);
        return row;
    }

    /// <summary>The doubted rows as far as they can be kept.</summary>
    public IEnumerable<SalvageRow> Mended()
    {
        foreach (var row in _doubted)
        {
            var known = _identities.TryGetValue(row.Rowid, out var identity);
            var kept = known ? With(row, identity) : row;
            if (IsWhole(kept))
            {
                yield return kept;
                continue;
            }

            // Received, and nothing confirms who and when: it would not be known again when it comes again.
            if (!IsOfThisStation(kept) || (!known && Number(kept, "own") != 1)) continue;
            kept.Values[Column("body")] = null;
            kept.Values[Column("sum")] = LostWords;
            if (who.IsHub && Number(kept, "own") == 0 && Number(kept, "entered") <= 0)
            {
                // As one of which no part has come yet: its station is asked for it again.
                kept.Values[Column("parts")] = 0L;
                kept.Values[Column("complete")] = 0L;
            }

            yield return kept;
        }
    }

    private SalvageRow With(SalvageRow row, (long Sender, long Serial, long Epoch, long Created) identity)
    {
        object?[] values = [.. row.Values];
        values[Column("sender")] = identity.Sender;
        values[Column("serial")] = identity.Serial;
        values[Column("epoch")] = identity.Epoch;
        values[Column("created")] = identity.Created;
        return row with { Values = values };
    }

    /// <summary>Could a station have written this, by what no checksum confirms?</summary>
    private bool IsPlausible(SalvageRow row)
    {
        if (row.Rowid <= 0 || !Fixed.All(column => SalvageRange.Holds(column, Number(row, column)))) return false;
        var serial = Number(row, "serial");
        if (serial is < 1 or > MessageNumber.SerialMax || Number(row, "sender") < 1 || Number(row, "peer") < 1) return false;
        var number = (string)row.Values[Column("number")]!;
        // A message of a hub that has not told its name yet is called after the hub's station number.
        return MessageNumber.TryParse(number, out var parsed) ? parsed.Serial == serial
            : number.StartsWith($"C{Number(row, "sender")}-{serial:D4}", StringComparison.Ordinal);
    }

    private bool IsOfThisStation(SalvageRow row) =>
        IsPlausible(row) && (Number(row, "own") == 0 || (Number(row, "sender") == who.Number &&
            (string)row.Values[Column("number")]! == new MessageNumber(who.Id, (uint)Number(row, "serial")).ToString()));

    /// <summary>-1: there is no number.</summary>
    private long Number(SalvageRow row, string column) =>
        Column(column) is var at && at < row.Values.Length && row.Values[at] is long number ? number : -1;
}
