using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Queue;

/// <summary>Messages in many parts, from the disk of one side to that of the other.</summary>
public sealed class QueueFragmentTests : IDisposable
{
    private readonly QueueBench _bench = new();
    private readonly World _world = new();

    public void Dispose()
    {
        _bench.Dispose();
        _world.Dispose();
    }

    [Fact]
    public void A_long_noodmelding_is_stored_with_its_parity()
    {
        var message = _bench.Store(Long());

        Assert.Equal([0, 1, 2, 3, 4, 5, 16, 17, 18, 19], PartsOf(message));
        Assert.All(PartsOf(message).Skip(1), part => Assert.InRange(Sealed(message, part).Length, 23, 198));
    }

    [Fact]
    public void Every_part_that_is_damaged_or_gone_is_made_again_byte_for_byte()
    {
        var message = _bench.Store(Long());
        foreach (var part in PartsOf(message))
        {
            var original = Sealed(message, part);
            Sql($"UPDATE part SET sealed = CAST(substr(sealed, 1, 20) || x'0102' || substr(sealed, 23) AS BLOB) WHERE part = {part}");
            Assert.Equal(original, Sealed(message, part));
            Sql($"DELETE FROM part WHERE part = {part}");
            Assert.Equal(original, Sealed(message, part));
            Sql($"INSERT INTO part VALUES ({message.N}, {part}, x'{Convert.ToHexString(original)}', {RowSum.Of(original)})");
        }
    }

    // Made by software without parity, which cut the same words elsewhere: its parts 2.. have the numbers of ours.
    [Fact]
    public void A_part_of_a_message_that_was_cut_otherwise_is_never_sealed_with_another_content()
    {
        var message = _bench.Store(Long());
        var body = BodyCodec.Encode(Long(), out var core);
        var header = FrameHeader.TryRead(Sealed(message, 0), out var read) ? read : throw new FormatException();
        var before = Parts.Split(body, core, Parts.RadioSealedBytesMax).ToDictionary(
            part => part.Part, part => _bench.Peer.Envelope.Seal(header with { Part = part.Part }, 7, part.Plaintext));
        Sql("DELETE FROM part WHERE part > 0");
        foreach (var (part, frame) in before)
            Sql($"INSERT INTO part VALUES ({message.N}, {part}, x'{Convert.ToHexString(frame)}', {RowSum.Of(frame)})");

        Sql("DELETE FROM part WHERE part = 3");
        Assert.Equal(before[3], Sealed(message, 3));
        Assert.Null(_bench.Queue.Sealed(message.N, 16, _bench.Peer));

        Sql("DELETE FROM part WHERE part > 0");
        Assert.Null(_bench.Queue.Sealed(message.N, 3, _bench.Peer));
        Assert.Null(_bench.Queue.Sealed(message.N, 16, _bench.Peer));
        Assert.NotNull(_bench.Queue.Sealed(message.N, 0, _bench.Peer));
    }

    [Theory]
    [InlineData("1 2 3 4 5")]
    [InlineData("1 16 17 18 19")]
    [InlineData("19 18 17 16 1")]
    [InlineData("5 17 3 1 18")]
    [InlineData("2 2 1 1 19 19 16 5")]
    public void A_hub_that_has_any_four_of_eight_and_the_core_has_every_word(string order)
    {
        var message = _bench.Store(Long());
        foreach (var part in order.Split(' ').Select(byte.Parse))
        {
            Assert.False(_world.Hub.Desk.Feed(0, 1).Items is [{ Complete: true }]);
            _world.Bring(_world.Hub, Sealed(message, part), BearerName.Radio);
        }

        var shown = Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
        Assert.True(shown.Complete);
        Assert.Equal(Long(), shown.Body);
        Assert.Equal(0L, _world.Hub.Sql("SELECT count(*) FROM chunk"));

        // What comes later changes nothing.
        foreach (var part in PartsOf(message)) _world.Bring(_world.Hub, Sealed(message, part), BearerName.Radio);
        Assert.Equal(Long(), Assert.Single(_world.Hub.Desk.Feed(0, 10).Items).Body);
    }

    [Fact]
    public void Fragments_survive_a_restart_of_the_hub_in_the_middle_and_damaged_ones_are_noise()
    {
        var message = _bench.Store(Long());
        foreach (var part in (byte[])[1, 17, 4]) _world.Bring(_world.Hub, Sealed(message, part), BearerName.Radio);
        _world.RestartHub();
        var damaged = Sealed(message, 18);
        damaged[^1] ^= 1;
        _world.Bring(_world.Hub, damaged, BearerName.Radio);
        _world.Bring(_world.Hub, Sealed(message, 19), BearerName.Radio);
        Assert.False(Assert.Single(_world.Hub.Desk.Feed(0, 10).Items).Complete);

        _world.Bring(_world.Hub, Sealed(message, 16), BearerName.Radio);
        Assert.Equal(Long(), Assert.Single(_world.Hub.Desk.Feed(0, 10).Items).Body);
    }

    // Rebuilt from such a part, words that nobody wrote stood on the screen with a checksum of their own.
    [Theory]
    [InlineData("UPDATE chunk SET plain = CAST(substr(plain, 1, 20) || x'0102' || substr(plain, 23) AS BLOB) WHERE part = 17")]
    [InlineData("UPDATE chunk SET part = 18 WHERE part = 17")]
    [InlineData("DELETE FROM chunk WHERE part = 17")]
    [InlineData("UPDATE chunk SET plain = x'01' WHERE part = 17")]
    public void A_fragment_that_the_disk_damaged_is_not_joined_and_comes_again(string damage)
    {
        var message = _bench.Store(Long());
        foreach (var part in (byte[])[1, 17, 4, 5]) _world.Bring(_world.Hub, Sealed(message, part), BearerName.Radio);
        _world.Hub.Sql(damage);
        _world.Bring(_world.Hub, Sealed(message, 2), BearerName.Radio);
        Assert.False(Assert.Single(_world.Hub.Desk.Feed(0, 10).Items).Complete);

        _world.Bring(_world.Hub, Sealed(message, 17), BearerName.Radio);
        Assert.Equal(Long(), Assert.Single(_world.Hub.Desk.Feed(0, 10).Items).Body);
    }

    [Fact]
    public void A_fragment_that_changed_hands_on_the_disk_is_not_joined()
    {
        var (one, other) = (_bench.Store(Long("een")), _bench.Store(Long("twee")));
        foreach (var part in (byte[])[1, 2, 3, 4]) _world.Bring(_world.Hub, Sealed(one, part), BearerName.Radio);
        foreach (var part in (byte[])[1, 5]) _world.Bring(_world.Hub, Sealed(other, part), BearerName.Radio);
        _world.Hub.Sql("UPDATE chunk SET n = (SELECT min(n) FROM message) WHERE part = 5");

        _world.Bring(_world.Hub, Sealed(one, 16), BearerName.Radio);
        Assert.Equal(Long("een"), _world.Hub.View(one.Number).Body);
        Assert.False(_world.Hub.View(other.Number).Complete);
    }

    // Any order, any losses, anything twice: nothing else than what was entered, and that once enough is there.
    [Fact]
    public void Any_row_of_fragments_gives_the_words_that_were_entered_or_none()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var alarm = Long($"melding {seed}", random.Next(1, 16));
            var message = _bench.Store(alarm);
            var parts = PartsOf(message).Where(part => part > 0).ToArray();
            var had = new HashSet<byte>();
            while (true)
            {
                var part = parts[random.Next(parts.Length)];
                had.Add(part);
                _world.Bring(_world.Hub, Sealed(message, part), BearerName.Radio);
                var isEnough = had.Contains(1) && had.Count - 1 >= parts.Count(each => each is > 1 and < 16);
                var shown = _world.Hub.Desk.Find(message.Number);
                Assert.True(isEnough == (shown is { Complete: true }), $"seed {seed}: {string.Join(' ', had)}");
                if (!isEnough) continue;
                Assert.True(alarm.Equals(shown!.Body), $"seed {seed}: {string.Join(' ', had)}");
                break;
            }
        }
    }

    /// <summary>A noodmelding with 640 bytes of text and references, or less.</summary>
    internal static Alarm Long(string text = "Accu nog 40 minuten, dochter wacht hier op antwoord.", int references = 16)
    {
        var alarm = Some.Alarm(text.PadRight(140, '.'));
        return alarm with
        {
            Facts = alarm.Facts with
            {
                Location = alarm.Facts.Location! with
                {
                    Street = "Burgemeester van den Boschstraat".PadRight(80, 'g'), Place = "Grijpskerk".PadRight(80, 'k'),
                    Gemeente = "Westerkwartier".PadRight(70, 'r'), Towards = "Visvliet",
                },
            },
            References = [.. Enumerable.Range(1, references).Select(i => new MessageNumber(StationId.Parse("GR-WK1"), (uint)i))],
        };
    }

    private byte[] Sealed(WaitingMessage message, byte part) =>
        _bench.Queue.Sealed(message.N, part, _bench.Peer) ?? throw new InvalidOperationException($"part {part} is gone");

    private static List<byte> PartsOf(WaitingMessage message) =>
        [.. Enumerable.Range(0, 63).Where(part => (message.Parts >> part & 1) == 1).Select(part => (byte)part)];

    private void Sql(string sql) => Sqlite.Execute(QueueBench.Connection(_bench.Queue), sql);
}
