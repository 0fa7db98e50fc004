using System.Threading.Channels;
using Noodlink.Station;

namespace Noodlink.Screens.Service;

/// <summary>A question to a part that has no loop of its own to answer in: asked when the watch asks, and again until the
/// answer is a sign of life.</summary>
/// <param name="name">As the technician reads it.</param>
/// <param name="asksAsync">False: not an answer, ask again.</param>
internal sealed class WatchedQuestion(string name, TimeProvider time, Func<CancellationToken, Task<bool>> asksAsync)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _asked = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public LifeSign Sign => field ??= new LifeSign(name, time, () => _asked.Writer.TryWrite(true));

    public async Task RunAsync(CancellationToken stop)
    {
        await foreach (var _ in _asked.Reader.ReadAllAsync(stop))
        {
            while (!await asksAsync(stop)) await Task.Delay(AskAgain, time, stop);
            Sign.Turn();
        }
    }
}
