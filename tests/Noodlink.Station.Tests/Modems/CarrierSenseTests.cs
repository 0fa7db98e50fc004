using Noodlink.Protocol;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>Two ways in which a modem says that somebody else is sending, in a language of four letters.</summary>
public sealed class CarrierSenseTests
{
    private Instant _now = Instant.Zero;

    [Fact]
    public void A_frame_that_the_modem_gave_back_because_the_channel_is_busy_is_no_failure_of_the_modem()
    {
        var conversation = Ready(new Tongue(asksFirst: false));
        for (var look = 0; look < 10; look++)
        {
            Assert.True(conversation.TrySend(new byte[] { 7 }, _now));
            Assert.Equal("F", Said(conversation));
            conversation.Read("B"u8, _now);
            Assert.Equal(new ModemEvent.Sent(OnAir: false, "channel busy", Busy: true), conversation.Events.Dequeue());
            Assert.True(conversation.Status.Ready);
        }
    }

    [Fact]
    public void A_modem_that_can_be_asked_gets_the_frame_only_when_the_channel_is_clear()
    {
        var conversation = Ready(new Tongue(asksFirst: true));
        Assert.True(conversation.TrySend(new byte[] { 7 }, _now));
        Assert.Equal("?", Said(conversation));
        conversation.Read("B"u8, _now);
        Assert.True(conversation.Events.Dequeue() is ModemEvent.Sent { OnAir: false, Busy: true });
        Assert.Equal("", Said(conversation));

        Assert.True(conversation.TrySend(new byte[] { 7 }, _now));
        Assert.Equal("?", Said(conversation));
        conversation.Read("C"u8, _now);
        Assert.Equal("F", Said(conversation));
        conversation.Read("D"u8, _now);
        Assert.Equal(new ModemEvent.Sent(OnAir: true), conversation.Events.Dequeue());

        // Clear once is not clear for ever.
        Assert.True(conversation.TrySend(new byte[] { 8 }, _now));
        Assert.Equal("?", Said(conversation));
    }

    [Fact]
    public void A_modem_that_does_not_say_whether_the_channel_is_clear_is_noticed_as_soon_as_one_that_does_not_send()
    {
        var conversation = Ready(new Tongue(asksFirst: true));
        Assert.True(conversation.TrySend(new byte[] { 7 }, _now));
        Assert.Equal("?", Said(conversation));
        _now = conversation.NextWake;
        Assert.True(_now.SinceStart <= 2 * Tongue.OnAir + ModemConversation.PatienceBase);

        conversation.Wake(_now);

        Assert.True(conversation.Events.Dequeue() is ModemEvent.Sent { OnAir: false, Busy: false });
        Assert.Equal("?", Said(conversation)); // the heartbeat, with the same letter
        conversation.Wake(_now = conversation.NextWake);
        Assert.False(conversation.Status.Ready);
    }

    private string Said(ModemConversation conversation) =>
        System.Text.Encoding.ASCII.GetString(conversation.TakeOutput(_now));

    private ModemConversation Ready(IModemDialect dialect)
    {
        var conversation = new ModemConversation(dialect);
        conversation.Opened("test", 0, _now);
        Assert.True(conversation.Status.Ready);
        conversation.Events.Clear();
        return conversation;
    }

    /// <summary>F: a frame. D: done. B: busy. ?: is it clear? C: clear.</summary>
    private sealed class Tongue(bool asksFirst) : IModemDialect
    {
        public static readonly TimeSpan OnAir = TimeSpan.FromMilliseconds(300);

        public int FrameBytesMax => 200;

        public string Identity => "test";

        public ModemStep Resync => Ask;

        public ModemStep Heartbeat => Ask;

        public bool IsHalfRead => false;

        private static ModemStep Ask => new("is the channel clear", "?"u8.ToArray(), word => word switch
        {
            ModemWord.Answered => true,
            ModemWord.ChannelBusy => false,
            _ => null,
        });

        public TimeSpan TimeOnAir(int frameBytes) => OnAir;

        public void Opened() { }

        public IEnumerable<ModemStep> Configure() => [];

        public ModemSending Send(ReadOnlySpan<byte> frame) => new(
            "F"u8.ToArray(), NeedsAccepted: false, NeedsTransmitted: true, TimeSpan.Zero,
            ListenFirst: asksFirst ? Ask : null);

        public void Read(ReadOnlySpan<byte> bytes, ICollection<ModemWord> words)
        {
            foreach (var letter in bytes)
                words.Add(letter switch
                {
                    (byte)'B' => new ModemWord.ChannelBusy("channel busy"),
                    (byte)'C' => new ModemWord.Answered("C"),
                    _ => new ModemWord.Transmitted(OnAir: true),
                });
        }

        public void Quiet(ICollection<ModemWord> words) { }
    }
}
