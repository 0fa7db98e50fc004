using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Radio;

// Which part of a message goes on the air now.
//
// Answered. The core of a noodmelding until it is there; then only what the other side says it has not got, in turn. A
// receipt that names parts is the whole truth of that moment, so it replaces what was known before it.
//
// Unanswered. The first quick tries are the core's alone: at 50 % loss the hub has it by then with 99.98 %. From then on
// nothing that is said twice helps as much as something that was not said yet, and the words may still change what help
// is sent. So core and fragments alternate: the core is short and costs a quarter of a fragment, and a hub that was
// switched on a minute ago must get it first. The fragments go in turn, data first and parity behind it: of any k the
// receiver makes the rest, so no turn is wasted until all of them have passed. Their own turns are minutes apart
// (RetrySchedule), which is what bursts of loss ask for: neighbours in time are lost together, and these are not
// neighbours.
//
// There is no state: the part follows from the number of tries, which is stored with the message. After a restart the
// order goes on where it was.

/// <summary>Chooses the parts of a message that go next on the radio. Pure.</summary>
public static class FragmentOrder
{
    /// <summary>Who was not heard on the radio for this long does not answer. Twelve quick tries at SF12 take about a
    /// minute, and the first slow ones half of another.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromMinutes(2);

    /// <summary>The parts that may go now, the best first.</summary>
    /// <param name="kind">A noodmelding has a core, which counts by itself.</param>
    /// <param name="parts">Bit i: part i of the message exists.</param>
    /// <param name="there">Bit i: the other side said that it has part i.</param>
    /// <param name="coreThere">The other side said that it can read the core.</param>
    /// <param name="tries">Transmissions of any of its parts so far.</param>
    /// <param name="answered">The other side was heard lately.</param>
    /// <returns>At least one. Answered: all that is missing, for one burst, or the core alone until it is there.
    /// Unanswered: exactly one; the next has its turn after the next try.</returns>
    public static IReadOnlyList<byte> Due(Kind kind, long parts, long there, bool coreThere, int tries, bool answered)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tries);
        if (!Has(parts, Parts.Core)) return [Parts.Whole];
        var hasCore = BodyCodec.HasCore(kind);
        var turn = tries;
        if (hasCore && !coreThere)
        {
            var slow = tries - RetrySchedule.QuickTries;
            if (answered || slow < 0 || slow % 2 == 0) return [Parts.Core];
            turn = slow / 2;
            there |= 1L << Parts.Core; // it has turns of its own
        }

        var missing = Missing(hasCore, parts & ~there, parity: !answered);
        // It has everything and does not say that it is complete: from the beginning.
        if (missing.Count == 0) missing = Missing(hasCore, parts, parity: false);
        var first = turn % missing.Count;
        return answered ? [.. missing[first..], .. missing[..first]] : [missing[first]];
    }

    /// <summary>A core comes last: it is there, but for a hub that says so of any part.</summary>
    private static List<byte> Missing(bool hasCore, long parts, bool parity)
    {
        var missing = new List<byte>();
        if (!hasCore) Add(Parts.Core, Parts.Core);
        Add(Parts.FirstRest, Parts.LastRest);
        if (hasCore) Add(Parts.Core, Parts.Core);
        if (parity) Add(ParityParts.First, ParityParts.Last);
        return missing;

        void Add(byte first, byte last)
        {
            for (var part = first; part <= last; part++)
                if (Has(parts, part)) missing.Add(part);
        }
    }

    private static bool Has(long mask, byte part) => (mask >> part & 1) == 1;
}
