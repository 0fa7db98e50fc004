using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>The reader of the courier's file: a stick is as little trusted as a broker.</summary>
public sealed class CourierFuzz
{
    [Fact]
    public void Any_bytes_are_read_or_not()
    {
        byte[][] valid = [Write([1, 2, 3], new byte[20], [7]), Write([5]), Write()];

        Fuzz.Run(valid, 120, 2048, input =>
        {
            var front = CourierFile.TryReadFront(input, out _);
            var reading = CourierReading.Of(input.ToArray());
            if (front != reading.Front is not null) throw new InvalidOperationException("the front is read otherwise");
            if (reading.Damaged < 0 || reading.Missing < 0) throw new InvalidOperationException("less than none");
            foreach (var frame in reading.Frames)
                if (frame.Length is 0 or > CourierFile.FrameBytesMax) throw new InvalidOperationException("no frame");
        });
    }

    private static byte[] Write(params byte[][] frames) =>
        CourierFile.Write(Direction.Up, 17, 1_767_225_600, [.. frames.Select(frame => (ReadOnlyMemory<byte>)frame)]);
}
