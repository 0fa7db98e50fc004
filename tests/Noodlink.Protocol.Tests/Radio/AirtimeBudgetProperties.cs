using FsCheck;
using FsCheck.Fluent;
using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>The law, checked from outside: whatever happens to the station, no stretch of an hour holds more airtime
/// than it may. The model keeps real time and real transmissions; the budget only sees what a station would
/// see.</summary>
public sealed class AirtimeBudgetProperties
{
    private enum Happening
    {
        Send, SendMany, SendAsSoonAsAllowed, Wait, WaitLong, RestartProgram, RestartMachine, CrashWhileSending, Compact,
        CrashBeforeLedger, RestartContainer,
    }

    [Fact]
    public void No_sliding_hour_is_above_the_limit_across_restarts_clock_jumps_and_crashes()
    {
        var step = Gen.Choose(0, 10).SelectMany(what => Gen.Choose(0, 999).Select(how => ((Happening)what, how)));
        var life = step.ListOf().Resize(120).SelectMany(steps => Gen.Choose(0, 2).SelectMany(duty =>
            Gen.Choose(7, 12).Select(factor => (steps: steps.ToArray(), duty, factor))));

        Prop.ForAll(life.ToArbitrary(), run =>
        {
            var station = new Station(new[] { 0.1, 1.0, 10.0 }[run.duty], run.factor);
            foreach (var (what, how) in run.steps) station.Live(what, how);
            return station.WorstHour() <= station.Allowance;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));
    }

    [Fact]
    public void After_a_silent_hour_all_of_it_is_there_again()
    {
        var station = new Station(1, 9);
        for (var i = 0; i < 30; i++) station.Live((Happening)(i % 11), 37 * i);

        Assert.True(station.LeftAfter(TimeSpan.FromSeconds(3700)) > 99.99);
    }

    private sealed class Station(double percent, int factor)
    {
        private readonly List<(TimeSpan From, TimeSpan To)> _onAir = [];
        private readonly List<AirtimeEntry> _disk = [];
        private TimeSpan _real = TimeSpan.FromDays(1);
        private BootClock _clock = new(new Guid(1, 0, 0, new byte[8]), TimeSpan.FromSeconds(40));
        private TimeSpan _startedAt = TimeSpan.FromDays(1);
        private int _boots = 1;
        private AirtimeBudget? _budget;

        public TimeSpan Allowance => TimeSpan.FromSeconds(36 * percent);

        private Instant Now => new(_real - _startedAt);

        public void Live(Happening what, int how)
        {
            _budget ??= NewBudget();
            switch (what)
            {
                case Happening.Send: Send(how, crash: false); break;
                case Happening.SendMany: for (var i = 0; i < 40; i++) Send(how, crash: false); break;
                case Happening.SendAsSoonAsAllowed: SendAsSoonAsAllowed(how); break;
                case Happening.Wait: _real += TimeSpan.FromSeconds(how / 10.0); break;
                case Happening.WaitLong: _real += TimeSpan.FromSeconds(4 * how); break;
                case Happening.RestartProgram: StartProgram(how / 100.0); break;
                case Happening.RestartMachine: StartMachine(how); break;
                case Happening.CrashWhileSending: Send(how, crash: true); break;
                case Happening.Compact: Compact(); break;
                case Happening.CrashBeforeLedger: CrashBeforeLedger(how); break;
                case Happening.RestartContainer: StartContainer(how); break;
            }
        }

        public double LeftAfter(TimeSpan silence)
        {
            _real += silence;
            return _budget!.AirtimeLeftPercent(Now);
        }

        /// <summary>The most airtime in any hour. It is reached by an hour that begins or ends with a
        /// transmission.</summary>
        public TimeSpan WorstHour()
        {
            var worst = TimeSpan.Zero;
            foreach (var begin in _onAir.SelectMany(one => new[] { one.From, one.To - AirtimeBudget.Hour }))
            {
                var end = begin + AirtimeBudget.Hour;
                var sum = TimeSpan.Zero;
                foreach (var (from, to) in _onAir)
                    if (from < end && to > begin) sum += (to < end ? to : end) - (from > begin ? from : begin);
                if (sum > worst) worst = sum;
            }

            return worst;
        }

        private void Send(int how, bool crash)
        {
            var onAir = Airtime.Of(1 + how % 255, factor, 125_000, 5);
            if (_budget!.MaySendAt(onAir, urgent: how % 3 == 0, Now) > Now) return;

            _disk.Add(_budget.Charge(onAir, Now));
            var begin = _real + TimeSpan.FromMilliseconds(10 * how); // the modem waits for a quiet channel, up to 10 s
            _onAir.Add((begin, begin + onAir));
            if (!crash) _real = begin + onAir;
            else if (how % 2 == 0) StartProgram(how / 1000.0);
            else StartMachine(how / 100);
        }

        /// <summary>Charged in memory, and the power goes before the entry is on disk: the modem never got the
        /// frame.</summary>
        private void CrashBeforeLedger(int how)
        {
            _ = _budget!.Charge(Airtime.Of(1 + how % 255, factor, 125_000, 5), Now);
            if (how % 2 == 0) StartProgram(how / 1000.0);
            else StartMachine(how / 100);
        }

        /// <summary>Fills the hour in one go, slow modem first, then takes up every bit of room that comes
        /// free.</summary>
        private void SendAsSoonAsAllowed(int how)
        {
            var onAir = Airtime.Of(255, factor, 125_000, 5);
            for (var i = 0; i < 80; i++)
            {
                var when = _budget!.MaySendAt(onAir, urgent: true, Now);
                if (when == Instant.Never) return;
                _real += when - Now;
                Send(how: i % 2 == 0 ? 999 : 254, crash: false);
            }
        }

        private void StartProgram(double secondsDown)
        {
            _real += TimeSpan.FromSeconds(secondsDown);
            _clock = _clock with { AtOrigin = _clock.AtOrigin + (_real - _startedAt) };
            _startedAt = _real;
            _budget = NewBudget();
        }

        /// <summary>The clock of a new boot starts anywhere: near zero as a rule, but nothing may hang on
        /// that.</summary>
        private void StartMachine(int secondsDown)
        {
            _real += TimeSpan.FromSeconds(secondsDown);
            _startedAt = _real;
            _clock = new BootClock(new Guid(++_boots, 0, 0, new byte[8]),
                TimeSpan.FromSeconds(secondsDown % 3 == 0 ? secondsDown * 1_000_003L % 5_000_000 : 3));
            _budget = NewBudget();
        }

        /// <summary>A container starts anew on the same boot of the machine, and its monotonic clock falls back: a little, or
        /// to zero.</summary>
        private void StartContainer(int secondsDown)
        {
            _real += TimeSpan.FromSeconds(secondsDown / 10.0);
            var clock = _clock.AtOrigin + (_real - _startedAt);
            _startedAt = _real;
            _clock = _clock with
            {
                AtOrigin = secondsDown % 2 == 0 ? TimeSpan.FromSeconds(3) : clock * (secondsDown / 1000.0),
            };
            _budget = NewBudget();
        }

        private void Compact()
        {
            var entries = _budget!.Entries(Now);
            _disk.Clear();
            _disk.AddRange(entries);
        }

        private AirtimeBudget NewBudget() => new("869.40-869.65", percent, _clock, _disk, Now);
    }
}
