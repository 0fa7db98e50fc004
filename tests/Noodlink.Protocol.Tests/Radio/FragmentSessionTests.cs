using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>The order of fragments in the hands of a session: a sender with one long noodmelding, and a receiver that is a
/// mask.</summary>
public sealed class FragmentSessionTests
{
    private const ushort Epoch = 3;
    private const uint Serial = 42;

    /// <summary>A core, four rest parts and their parity.</summary>
    private const long Long = 0b1111_0000_0000_0011_1110;

    private long _parts = Long;

    private readonly RadioSession _session = new(
        new RadioPace(TimeSpan.FromMilliseconds(230), TimeSpan.FromMilliseconds(250)), new Random(1));

    private readonly RadioMessage _message = new(Epoch, Serial, tries: 0);
    private readonly List<(byte Part, double At)> _sent = [];
    private Instant _now = Instant.Zero;
    private long _there;
    private bool _coreThere;

    [Fact]
    public void Unheard_core_and_fragments_alternate_ever_slower_up_to_a_minute()
    {
        Run(() => _sent.Count == 44, _ => { });

        Assert.Equal(
            (byte[])[.. Enumerable.Repeat((byte)1, 12), 1, 2, 1, 3, 1, 4, 1, 5, 1, 16, 1, 17, 1, 18, 1, 19, 1, 2],
            _sent.Take(30).Select(sent => sent.Part));
        var waits = _sent.Zip(_sent.Skip(1), (one, next) => next.At - one.At).ToList();
        Assert.All(waits.Take(11), wait => Assert.InRange(wait, 0.5, 3));
        Assert.All(waits.Skip(18), wait => Assert.InRange(wait, 30, 62));
        Assert.True(waits[18..].Distinct().Count() > 20, "spread");
    }

    [Fact]
    public void Heard_only_what_is_missing_goes_and_all_of_it_in_one_burst()
    {
        var lost = new Queue<bool>([false, false, true, false, true, false, true]);
        var here = 0L;
        Run(() => (here & 0b111110) == 0b111110, part =>
        {
            if (!lost.TryDequeue(out var isLost) || !isLost) here |= 1L << part;
            Answer(here);
        });

        Assert.Equal((byte[])[1], _sent.Take(1).Select(sent => sent.Part));
        Assert.Equal((byte[])[2, 3, 4, 5], _sent.Skip(1).Take(4).Select(sent => sent.Part).Order());
        Assert.Equal(8, _sent.Count);
    }

    // It stood aside for half a minute after each frame from the twelfth on, as if nobody had ever answered.
    [Fact]
    public void A_message_of_fifteen_parts_that_is_answered_does_not_slow_down()
    {
        _parts = 0xFFFE;
        var random = new Random(3);
        var here = 0L;
        Run(() => here == _parts, part =>
        {
            if (random.NextDouble() < 0.5) here |= 1L << part;
            if (here != 0) Answer(here);
        });

        Assert.InRange(_sent.Count, 20, 60);
        Assert.InRange(_now.SinceStart.TotalSeconds, 20, 90);
    }

    /// <summary>The receiver answers when nothing follows.</summary>
    private void Answer(long here)
    {
        if (_session.IsOpen) return;
        var bytes = new byte[sizeof(long)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes, here);
        var receipt = here == 1L << Parts.Core
            ? new DeviceReceipt(Epoch, Serial, [], Complete: false, ScreenOpen: false, NumberClash: false)
            : new DeviceReceipt(
                Epoch, Serial, ValueList.Create<byte>(bytes.AsSpan(0, 3)), Complete: false, ScreenOpen: false,
                NumberClash: false, Form: ReceiptForm.Parts);
        _now += TimeSpan.FromMilliseconds(300);
        _there = here;
        _coreThere = (here & 2) != 0;
        _session.Receipted(receipt, TimeSpan.Zero, _now);
    }

    private void Run(Func<bool> until, Action<byte> arrived)
    {
        for (var steps = 0; !until(); steps++)
        {
            Assert.True(steps < 2000, $"it stops after {string.Join(' ', _sent)}");
            var send = _session.Next(Waiting(), _now);
            if (send is null)
            {
                var next = _session.PollWakeUp(_now);
                Assert.True(next != Instant.Never && next > _now, $"nothing wakes it after {string.Join(' ', _sent)}");
                _now = next;
                continue;
            }

            var data = Assert.IsType<RadioSend.Data>(send); // each answer arrives: there is nothing to ask
            _session.Taken(data, _now);
            _sent.Add((data.Part.Part, _now.SinceStart.TotalSeconds));
            _now += TimeSpan.FromSeconds(1);
            _session.Transmitted(onAir: true, _now);
            arrived(data.Part.Part);
        }
    }

    private IEnumerable<RadioPart> Waiting() =>
        FragmentOrder.Due(Kind.Alarm, _parts, _there, _coreThere, _message.Tries, _session.IsHeard).Select(
            part => new RadioPart(
                _message, part, part == Parts.Core ? RadioRank.AlarmCore : RadioRank.AlarmRest, TimeSpan.FromSeconds(1)));
}
