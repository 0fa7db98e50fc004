using System.Buffers.Text;
using System.Diagnostics;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Sealing;

public sealed class StationKeyTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(200, 32).Select(i => (byte)(i & 0xFF))];

    [Fact]
    public void A_key_is_read_in_the_forms_that_a_key_file_may_have()
    {
        Assert.True(StationKey.TryCreate(Secret, out var key));
        foreach (var text in (string[])[
            key.ToSecretText(), Convert.ToHexString(Secret), $"  {Convert.ToHexString(Secret)}\n",
            Base64Url.EncodeToString(Secret), Base64Url.EncodeToString(Secret) + "="])
        {
            Assert.True(StationKey.TryParse(text, out var read), text);
            Assert.Equal(key, read);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1g")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8+")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdH/8")]
    public void What_is_no_key_is_not_read(string text) => Assert.False(StationKey.TryParse(text, out _));

    [Fact]
    public void A_key_does_not_show_itself()
    {
        Assert.True(StationKey.TryCreate(Secret, out var key));

        Assert.DoesNotContain("c8", $"{key}", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Two_new_keys_differ() => Assert.NotEqual(StationKey.Create(), StationKey.Create());

    // The best of many short bursts: other work on the machine disturbs most of them, but not what the code can do.
    [Fact]
    public void Sealing_is_fast_enough_for_any_burst()
    {
        Assert.True(StationKey.TryCreate(Secret, out var key));
        using var envelope = new Envelope(key, 17);
        var header = new FrameHeader(
            1, MessageStatus.Actual, Direction.Up, Series.Numbered, Kind.Alarm, Precedence.Flash, 17, 1, 1, 1);
        var plaintext = new byte[150];
        var best = 0.0;

        for (var burst = 0; burst < 200 && best < 100_000; burst++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < 500; i++) envelope.Seal(header, 17, plaintext);
            best = Math.Max(best, 500 / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        Assert.True(best >= 100_000, $"{best:F0} seals per second");
    }
}
