using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Tests.Radio;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>By itself, so that it runs beside the others.</summary>
public sealed class ParityPartsFuzz
{
    // Part number, length and plaintext, again and again: whatever opens may be joined.
    [Fact]
    public void A_million_heaps_of_parts_join_or_do_not()
    {
        var seeds = new List<byte[]>();
        foreach (var (core, behind) in new[] { (26, 200), (26, 400), (26, 614), (0, 180), (0, 640) })
        {
            var body = new byte[core + behind];
            new Random(behind).NextBytes(body);
            seeds.AddRange(ReedSolomonTests.Subsets([.. Parts.Cut(body, core)], 4).Select(
                parts => parts.SelectMany(part => (byte[])[part.Part, (byte)part.Plaintext.Length, .. part.Plaintext]).ToArray()));
        }

        var had = new Dictionary<byte, byte[]>();
        Fuzz.Run(seeds, 300, 16_384, input =>
        {
            had.Clear();
            while (input.Length > 2)
            {
                var length = Math.Min((int)input[1], input.Length - 2);
                had[(byte)(input[0] % 21)] = input.Slice(2, length).ToArray();
                input = input[(2 + length)..];
            }

            Parts.TryJoin(Kind.Alarm, had, out _, out _);
            Parts.TryJoin(Kind.Request, had, out _, out _);
        });
    }
}
