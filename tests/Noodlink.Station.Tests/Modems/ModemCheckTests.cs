using System.Threading.Channels;
using Noodlink.Cli.Commands;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>What <c>noodlink modem check</c> says of a modem that does not come ready.</summary>
public sealed class ModemCheckTests
{
    // A driver tries for ever: whoever asks at the wrong moment was told that it is "setting up", and nothing more.
    [Fact]
    public async Task A_modem_that_does_not_come_ready_is_told_with_what_was_wrong_and_not_with_the_next_attempt()
    {
        using var enough = new CancellationTokenSource();
        await using var check = new ModemCheck(
            new Hopeless(enough,
                $"port: {ModemConversation.SettingUp}", "port: it does not answer (ping); reopening",
                $"port: {ModemConversation.SettingUp}"),
            new RadioSettings(), TimeProvider.System);

        Assert.False(await check.BecomesReadyAsync(enough.Token));

        Assert.Equal("port: it does not answer (ping); reopening", check.Status.Detail);
    }

    /// <summary>Goes through its states, stays in the last, and ends the patience of whoever has seen them all.</summary>
    private sealed class Hopeless(CancellationTokenSource enough, params string[] details) : IModem
    {
        private int _looks;

        public int FrameBytesMax => 200;

        public ModemStatus Status
        {
            get
            {
                if (++_looks > details.Length) enough.Cancel();
                return new ModemStatus(Ready: false, details[^1]);
            }
        }

        public TimeSpan TimeOnAir(int frameBytes) => TimeSpan.FromSeconds(1);

        public bool TrySend(ReadOnlyMemory<byte> frame, bool answerExpected = true) => false;

        public async Task RunAsync(ChannelWriter<ModemEvent> events, CancellationToken stop)
        {
            foreach (var detail in details)
                await events.WriteAsync(new ModemEvent.Changed(new ModemStatus(Ready: false, detail)), stop);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
