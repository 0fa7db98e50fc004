using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>The byte in front of the seal comes from anyone with a transmitter.</summary>
public sealed class LinkHeaderFuzz
{
    [Fact]
    public void A_link_header_reads_or_does_not_and_is_written_as_it_was_read() =>
        Fuzz.Run([[0x00, 0x2A], [0x0F, 0x2A, 0x00], [0xFF, 0x2A, 0x00]], bytesMax: 255, allocatedMax: 512, input =>
        {
            if (!LinkHeader.TryRead(input, out var header)) return;
            if (!header.InFrontOf(input[header.Length..]).AsSpan().SequenceEqual(input))
                throw new InvalidOperationException($"{header}");
        });
}
