using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Queue;

public sealed class QueueSerialTests : IDisposable
{
    private readonly QueueBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Serials_have_no_gap_across_rollbacks_and_restarts()
    {
        const int seed = 4711;
        var random = new Random(seed);
        var given = new List<uint>();
        for (var i = 0; i < 400; i++)
        {
            var count = random.Next(1, 6);
            _bench.Queue.Begin();
            var batch = Enumerable.Range(0, count).Select(_ => _bench.Accept(Some.Report()).Serial).ToList();
            if (random.Next(3) == 0)
            {
                _bench.Queue.Rollback();
            }
            else
            {
                _bench.Queue.Commit();
                given.AddRange(batch);
            }

            if (random.Next(20) == 0) _bench.Restart();
        }

        Assert.Equal(Enumerable.Range(1, given.Count).Select(i => (uint)i), given);
    }

    [Fact]
    public void A_crash_before_the_commit_that_moved_the_bound_leaves_no_gap()
    {
        for (var i = 0; i < SerialReserve.Block; i++) _bench.Store(Some.Report());
        _bench.Queue.Begin();
        for (var i = 0; i < 64; i++) _bench.Accept(Some.Report());
        // The process is gone: nothing was committed, the bound is on disk.
        _bench.Restart();
        Assert.Equal(SerialReserve.Block + 1, _bench.Store(Some.Report()).Serial);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("4294967295")]
    [InlineData("99999999999999999999")]
    [InlineData("-5")]
    public void A_damaged_bound_stops_nothing(string text)
    {
        _bench.Store(Some.Report());
        _bench.Close();
        File.WriteAllText(Path.Combine(_bench.Directory, "serial"), text);
        _bench.Reopen();
        Assert.Equal(2u, _bench.Store(Some.Report()).Serial);
    }

    [Fact]
    public void Numbers_are_not_used_again_when_the_end_of_the_file_was_lost()
    {
        for (var i = 0; i < 10; i++) _bench.Store(Some.Report());
        _bench.Queue.EmptyLog();
        var old = File.ReadAllBytes(_bench.Path);
        for (var i = 0; i < 400; i++) _bench.Store(Some.Report());
        _bench.Close();
        File.WriteAllBytes(_bench.Path, old);
        File.Delete(_bench.Path + "-wal");
        _bench.Reopen();
        Assert.True(_bench.Store(Some.Report()).Serial > 410);
    }

    [Fact]
    public void Signals_go_on_behind_what_was_reserved()
    {
        var first = Enumerable.Range(0, 2000).Select(_ => _bench.Queue.NextSignalSerial()!.Value).ToList();
        Assert.Equal(first.Order().Distinct(), first);
        _bench.Restart();
        Assert.True(_bench.Queue.NextSignalSerial() > first[^1]);
    }

    [Fact]
    public void Rollbacks_use_up_no_signals()
    {
        var first = _bench.Queue.NextSignalSerial()!.Value;
        for (var i = 0; i < 100; i++)
        {
            _bench.Queue.Begin();
            _bench.Queue.Rollback();
        }

        Assert.Equal(first + 1, _bench.Queue.NextSignalSerial());
    }
}
