namespace Noodlink.Protocol.Tests;

/// <summary>Feeds a decoder random bytes and mutated valid ones, and watches what it allocates.</summary>
/// <remarks>A failure prints the seed, the count and the input itself; <c>NOODLINK_FUZZ_SEED</c> draws other inputs,
/// and
/// <c>NOODLINK_FUZZ_COUNT</c> more or fewer of them.</remarks>
internal static class Fuzz
{
    /// <summary>Inputs per decoder (issue 2 §2).</summary>
    public static readonly int Count = Setting("NOODLINK_FUZZ_COUNT", 1_000_000);

    private static readonly int Seed = Setting("NOODLINK_FUZZ_SEED", 4711);

    private static readonly byte[] Edges = [0, 1, 2, 0x0F, 0x10, 0x7F, 0x80, 0xFE, 0xFF];

    public delegate void Decoder(ReadOnlySpan<byte> input);

    /// <summary>Runs a decoder on <see cref="Count"/> inputs.</summary>
    /// <param name="valid">Inputs that decode; half of all inputs are mutations of these.</param>
    /// <param name="bytesMax">The longest random input.</param>
    /// <param name="allocatedMax">Bytes that one call may allocate, besides four times its input.</param>
    /// <param name="decode">Must not throw; may assert.</param>
    public static void Run(IReadOnlyList<byte[]> valid, int bytesMax, int allocatedMax, Decoder decode)
    {
        var random = new Random(Seed);
        var buffer = new byte[Math.Max(bytesMax, valid.Max(bytes => bytes.Length)) + 64];
        foreach (var bytes in valid) decode(bytes);
        for (var i = 0; i < Count; i++)
        {
            var length = random.Next(2) == 0
                ? Mutate(random, valid[random.Next(valid.Count)], valid[random.Next(valid.Count)], buffer)
                : Fill(random, bytesMax, buffer);
            var input = buffer.AsSpan(0, length);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                decode(input);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"seed {Seed}, input {i}: {Convert.ToHexString(input)}", fault);
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > allocatedMax + (4 * length))
                Assert.Fail($"seed {Seed}, input {i}: {allocated} bytes allocated for {Convert.ToHexString(input)}");
        }
    }

    private static int Fill(Random random, int bytesMax, byte[] buffer)
    {
        var length = random.Next(random.Next(4) == 0 ? bytesMax + 1 : Math.Min(bytesMax, 40) + 1);
        random.NextBytes(buffer.AsSpan(0, length));
        return length;
    }

    private static int Mutate(Random random, byte[] valid, byte[] other, byte[] buffer)
    {
        valid.CopyTo(buffer, 0);
        var length = valid.Length;
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(Math.Max(1, length));
            switch (random.Next(6))
            {
                case 0: buffer[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: buffer[at] = Edges[random.Next(Edges.Length)]; break;
                case 2: buffer[at] = (byte)random.Next(256); break;
                case 3: length = at; break;
                case 4 when length < buffer.Length:
                    buffer.AsSpan(at, length - Math.Min(at, length)).CopyTo(buffer.AsSpan(at + 1));
                    buffer[at] = (byte)random.Next(256);
                    length++;
                    break;
                default:
                    var count = Math.Min(random.Next(1, 20), Math.Min(other.Length, buffer.Length - at));
                    other.AsSpan(random.Next(other.Length - count + 1), count).CopyTo(buffer.AsSpan(at));
                    length = Math.Max(length, at + count);
                    break;
            }
        }

        return length;
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : usual;
}
