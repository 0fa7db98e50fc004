using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

// A thread may stand still between any two of its steps, for as long as the machine is busy with something else. The
// driver's clock here does so to it at one look: what the modem does meanwhile happens, time passes, and only then the
// thread goes on.

/// <summary>A driver whose thread stands still at the worst moment does not blame its modem.</summary>
public sealed class StandstillTests : IDisposable
{
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(10);

    private readonly TemporaryDirectory _directory = new();
    private readonly Journal _journal = Journal.OfThisTest;
    private readonly StandingClock _clock = new();
    private readonly List<byte> _saying = [];
    private readonly PseudoTerminal _line;
    private readonly IEmulatedModem _device;
    private bool _isHolding;

    public StandstillTests()
    {
        var emulation = EmulationCatalogue.Find("rylr998");
        var link = Path.Combine(_directory.Path, "radio");
        var settings = emulation.Settings;
        _line = PseudoTerminal.Create(link);
        _device = emulation.Create(
            new AirChannel(_clock.Inner, seed: 1),
            new Tuning(settings.FrequencyHz, settings.SpreadingFactor, settings.BandwidthHz),
            said => _saying.AddRange(said.Span));
        Modem = new RunningModem(
            ModemCatalogue.Create(emulation.Address(link), settings, _clock, _journal)!, "driver");
    }

    private RunningModem Modem { get; }

    public void Dispose()
    {
        _line.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task An_answer_that_came_while_the_thread_stood_still_is_not_late()
    {
        await UntilAsync(() => Modem.Modem.Status.Ready, "ready");
        _isHolding = true;
        Assert.True(Modem.Modem.TrySend(new byte[] { 4, 2 }), Modem.Modem.Status.Detail);
        await UntilAsync(() => _saying.Count > 0, "the modem has been asked, and its answer is on its way");

        // Woken with nothing to read; before it looks at the clock, the answer comes and ten seconds pass.
        _clock.StandStill(() =>
        {
            Say();
            _clock.Inner.Advance(Standstill);
        });
        Modem.Modem.Sign!.Ask();
        await Bearers.Until.True(() => !_clock.IsToStandStill, () => "the thread stood still");
        _isHolding = false;
        Assert.True(await IsSentAsync());
        await Modem.DisposeAsync();
    }

    [Fact]
    public async Task A_question_that_waits_for_the_thread_is_not_unanswered()
    {
        await UntilAsync(() => Modem.Modem.Status.Ready, "ready");

        // The frame is taken by another thread; before the driver's own gets to it, ten seconds pass.
        _clock.StandStill(() => _clock.Inner.Advance(Standstill));
        Assert.True(Modem.Modem.TrySend(new byte[] { 4, 2 }), Modem.Modem.Status.Detail);
        await Bearers.Until.True(() => !_clock.IsToStandStill, () => "the thread stood still");
        Assert.True(await IsSentAsync());
        await Modem.DisposeAsync();
    }

    private async Task<bool> IsSentAsync()
    {
        var isSent = Modem.SentAsync();
        await UntilAsync(
            () =>
            {
                // Time on air passes in small steps: no answer is late by that.
                _clock.Inner.Advance(TimeSpan.FromMilliseconds(1));
                return isSent.IsCompleted;
            },
            "the end of the sending");
        return (await isSent).OnAir;
    }

    /// <summary>Lets the modem read and answer until it is so.</summary>
    private Task UntilAsync(Func<bool> condition, string what) => Bearers.Until.True(
        () =>
        {
            var buffer = new byte[1024];
            while (_line.Line.Read(buffer) is > 0 and var count) _device.FromHost(buffer.AsSpan(0, count));
            if (!_isHolding) Say();
            return condition();
        },
        () => $"{what}: {Modem.Modem.Status.Detail}\n{_journal}");

    private void Say()
    {
        if (_saying.Count == 0) return;
        Assert.Equal(_saying.Count, _line.Line.Write(_saying.ToArray()));
        _saying.Clear();
    }

    /// <summary>A clock turned by hand, at which the driver's thread can be made to stand still once.</summary>
    private sealed class StandingClock : TimeProvider
    {
        private Action? _meanwhile;

        public FakeTime Inner { get; } = new();

        public bool IsToStandStill => Volatile.Read(ref _meanwhile) is not null;

        public override long TimestampFrequency => Inner.TimestampFrequency;

        public void StandStill(Action meanwhile) => Volatile.Write(ref _meanwhile, meanwhile);

        public override long GetTimestamp()
        {
            var isDriver = Thread.CurrentThread.Name?.StartsWith("modem ", StringComparison.Ordinal) == true;
            if (isDriver && Volatile.Read(ref _meanwhile) is { } meanwhile)
            {
                meanwhile();
                Volatile.Write(ref _meanwhile, null);
            }

            return Inner.GetTimestamp();
        }

        public override DateTimeOffset GetUtcNow() => Inner.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Inner.CreateTimer(callback, state, dueTime, period);
    }
}
