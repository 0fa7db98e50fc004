using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>By itself, so that it runs beside the others.</summary>
public sealed class ReedSolomonFuzz
{
    [Fact]
    public void A_million_heaps_of_shards_rebuild_or_fail_and_allocate_nothing()
    {
        var room = new byte[2048];
        byte[] four = [4, 4, 1, 2, 5, 7, .. Enumerable.Range(0, 64).Select(i => (byte)i)];
        byte[] two = [2, 2, 4, 5, 1, 2, 3, 4];

        // Count, how many numbers, the numbers, and the shards are the rest.
        Fuzz.Run([four, two], 300, 0, input =>
        {
            if (input.Length < 2) return;
            var numbers = input[2..Math.Min(input.Length, 2 + (input[1] % 6))];
            var shards = input[(2 + numbers.Length)..];
            ReedSolomon.TryRebuild(input[0] % 6, numbers, shards, room.AsSpan(0, shards.Length));
        });
    }
}
