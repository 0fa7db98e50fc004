using System.Threading.Channels;
using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>A modem that runs, with its _events kept in the order in which they came.</summary>
internal sealed class RunningModem : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<ModemEvent> _events = Channel.CreateBounded<ModemEvent>(1024);
    private readonly Journal _journal = Journal.OfThisTest;
    private readonly Task _running;
    private bool _wasReady;

    /// <param name="modem">Runs from here on.</param>
    /// <param name="name">In the journal.</param>
    public RunningModem(IModem modem, string name = "modem")
    {
        Modem = modem;
        _running = modem.RunAsync(_journal.Noting(_events.Writer, name), _stop.Token);
    }

    public IModem Modem { get; }

    /// <summary>Fast enough for tests: 200 bytes take 160 ms on air.</summary>
    public static RadioSettings Fast { get; } = new(SpreadingFactor: 7, BandwidthHz: 250_000);

    /// <summary>A simulated air whose modems are set to what <see cref="Of"/> asks, also those that cannot be
    /// set.</summary>
    public static SimulatedAir Air(TemporaryDirectory directory, string device, int ports = 2, double loss = 0)
    {
        var settings = EmulationCatalogue.Find(device).Settings;
        var journal = Journal.OfThisTest;
        return new SimulatedAir(
            new AirSettings(ports, device, directory.Path, loss, settings.SpreadingFactor, settings.BandwidthHz,
                settings.FrequencyHz),
            PacedTime.Shared, journal.OnAir, journal.Carried);
    }

    /// <summary>The driver of one port of an air.</summary>
    public static RunningModem Of(SimulatedAir air, int port) => At(air.Address(port), air.Emulation.Settings);

    public static RunningModem At(string address, RadioSettings? settings = null) =>
        new(ModemCatalogue.Create(address, settings ?? Fast, PacedTime.Shared, Journal.OfThisTest)!,
            Path.GetFileName(address));

    /// <summary>The next event that is wanted; earlier ones are passed over.</summary>
    public async Task<ModemEvent> NextAsync(Func<ModemEvent, bool> isWanted, string what, TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience ?? Patience, PacedTime.Shared);
        var seen = new List<ModemEvent>();
        try
        {
            while (true)
            {
                var happened = await _events.Reader.ReadAsync(limit.Token);
                if (happened is ModemEvent.Changed changed) _wasReady = changed.Status.Ready;
                if (isWanted(happened)) return happened;
                seen.Add(happened);
            }
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException(
                $"no {what}; status '{Modem.Status.Detail}'; passed over: {string.Join(" | ", seen)}\n{_journal}", late);
        }
    }

    /// <summary>Ready, as the events taken so far and the next ones tell; not as the state of this moment
    /// does.</summary>
    public async Task ReadyAsync(TimeSpan? patience = null)
    {
        if (!_wasReady)
            await NextAsync(happened => happened is ModemEvent.Changed { Status.Ready: true }, "ready", patience);
    }

    public async Task NotReadyAsync(TimeSpan? patience = null)
    {
        if (_wasReady)
            await NextAsync(happened => happened is ModemEvent.Changed { Status.Ready: false }, "not ready", patience);
    }

    public async Task<ModemEvent.Received> ReceiveAsync(TimeSpan? patience = null) =>
        (ModemEvent.Received)await NextAsync(happened => happened is ModemEvent.Received, "frame", patience);

    public async Task<ModemEvent.Sent> SentAsync(TimeSpan? patience = null) =>
        (ModemEvent.Sent)await NextAsync(happened => happened is ModemEvent.Sent, "end of sending", patience);

    public async Task<ModemEvent.Sent> SendAsync(byte[] frame)
    {
        Assert.True(Modem.TrySend(frame), Modem.Status.Detail);
        return await SentAsync();
    }

    /// <summary>Offers a frame until the modem takes it; returns whether it was on air.</summary>
    public async Task<bool> GetsOnAirAsync(byte[] frame)
    {
        await TakesAsync(frame);
        var sent = await SentAsync();
        if (!sent.OnAir) _journal.Note($"not on air: {sent.Detail}");
        return sent.OnAir;
    }

    /// <summary>Offers a frame until the modem takes it.</summary>
    public async Task TakesAsync(byte[] frame)
    {
        using var limit = new CancellationTokenSource(Patience, PacedTime.Shared);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!Modem.TrySend(frame))
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"the modem takes no frame; status '{Modem.Status.Detail}'\n{_journal}");
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>What has come until now.</summary>
    public IReadOnlyList<ModemEvent> Drain()
    {
        var all = new List<ModemEvent>();
        while (_events.Reader.TryRead(out var happened)) all.Add(happened);
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _running.WaitAsync(Patience);
        await Modem.DisposeAsync();
    }
}
