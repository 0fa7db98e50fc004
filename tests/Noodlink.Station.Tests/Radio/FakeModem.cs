using System.Threading.Channels;
using Noodlink.Protocol.Radio;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Radio;

/// <summary>A modem that does what the test says: SF9, 125 kHz, 200 bytes.</summary>
internal sealed class FakeModem : IModem
{
    private readonly TaskCompletionSource<ChannelWriter<ModemEvent>> _running =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly List<byte[]> _sent = [];
    private bool _isBusy;

    public int FrameBytesMax => 200;

    public ModemStatus Status { get; private set; } = new(Ready: false, "switched off");

    /// <summary>Runs when a frame is handed over, before the modem has it.</summary>
    public Action BeforeSend { get; set; } = () => { };

    public IReadOnlyList<byte[]> Sent
    {
        get
        {
            lock (_sent) return [.. _sent];
        }
    }

    public TimeSpan TimeOnAir(int frameBytes) => Airtime.Of(frameBytes, 9, 125_000, 5);

    public bool TrySend(ReadOnlyMemory<byte> frame, bool answerExpected = true)
    {
        BeforeSend();
        lock (_sent)
        {
            if (!Status.Ready || _isBusy) return false;
            _sent.Add(frame.ToArray());
            return _isBusy = true;
        }
    }

    public async Task RunAsync(ChannelWriter<ModemEvent> events, CancellationToken stop)
    {
        _running.SetResult(events);
        await Task.Delay(Timeout.InfiniteTimeSpan, stop);
    }

    public Task SwitchAsync(bool on)
    {
        Status = on ? new(Ready: true, "fake modem") : new(Ready: false, "unplugged");
        return TellAsync(new ModemEvent.Changed(Status));
    }

    public Task FinishAsync(bool onAir = true, string? detail = null, bool isChannelBusy = false)
    {
        lock (_sent) _isBusy = false;
        return TellAsync(new ModemEvent.Sent(onAir, detail, isChannelBusy));
    }

    public Task HearAsync(byte[] frame) => TellAsync(new ModemEvent.Received(frame, -97.5, 6.25));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task TellAsync(ModemEvent what) => await (await _running.Task).WriteAsync(what);
}
