using System.Threading.Channels;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>A bearer in memory that the test carries by hand: what is offered waits in <see cref="Out"/>.</summary>
internal sealed class WireBearer(BearerName name) : IBearer
{
    public Queue<Offer> Out { get; } = [];

    public bool Up { get; set; } = true;

    public int Room { get; set; } = 10;

    /// <summary>Sees each offer that is taken.</summary>
    public Action<Offer> Offered { get; set; } = _ => { };

    public int ReceiptsHeard { get; private set; }

    public BearerName Name => name;

    public BearerStatus Status => new(Up, DateTimeOffset.UnixEpoch, "in memory");

    public bool TryOffer(Offer offer)
    {
        if (!Up || Out.Count >= Room) return false;
        Out.Enqueue(offer);
        Offered(offer);
        return true;
    }

    public void ReceiptHeard() => ReceiptsHeard++;

    public TimeSpan RetryAfter(int tries, bool alarm) => TimeSpan.FromSeconds(alarm ? 2 : 5);

    public Task RunAsync(ChannelWriter<BearerInput> inputs, CancellationToken stop) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
