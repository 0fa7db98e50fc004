using System.Text;
using Noodlink.Cli.Air;
using Noodlink.Protocol;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>A conversation with an emulated modem on a table: no line, no threads, time turned by hand. What the
/// modem says can be cut, delayed, interrupted and withheld on its way to the driver. A second modem of the same kind,
/// on a line that is always good, is the other side of the air.</summary>
internal sealed class Bench
{
    /// <summary>Things that are due nearer to each other than this happen together.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private readonly Queue<(Instant Due, byte[] Bytes)> _toHost = new();
    private readonly Queue<byte[]> _toPeer = new();
    private readonly IEmulatedModem _peerDevice;
    private readonly ModemConversation _peer;
    private readonly string _device;
    private readonly long _origin;
    private int _peerSent;

    /// <param name="device">As <c>noodlink air --modem</c> names it.</param>
    /// <param name="settings">What the driver is asked to set; null: the quickest of this modem.</param>
    public Bench(string device, RadioSettings? settings = null)
        : this(device, EmulationCatalogue.Find(device).Dialect(settings ?? EmulationCatalogue.Find(device).Settings), settings)
    {
    }

    /// <param name="device">As <c>noodlink air --modem</c> names it.</param>
    /// <param name="dialect">Another than the device has.</param>
    /// <param name="settings">What the dialect was made with; null: the quickest of this modem.</param>
    public Bench(string device, IModemDialect dialect, RadioSettings? settings = null)
    {
        var emulation = EmulationCatalogue.Find(device);
        _device = device;
        Settings = settings ?? emulation.Settings;
        Channel = new AirChannel(Time, seed: 1) { Sending = radio => OnAir.Add((radio, radio.Tuning, radio.PowerDbm)) };
        var tuning = new Tuning(Settings.FrequencyHz, Settings.SpreadingFactor, Settings.BandwidthHz);
        Device = emulation.Create(Channel, tuning, Say);
        _peerDevice = emulation.Create(Channel, tuning, said => _toPeer.Enqueue(said.ToArray()));
        Dialect = dialect;
        Conversation = new ModemConversation(Dialect);
        _peer = new ModemConversation(emulation.Dialect(Settings));
        _origin = Time.GetTimestamp();
        _peer.Opened("peer", lineBaud: 115_200, Now);
    }

    /// <summary>Every emulated modem; a test of the contract checks that each dialect of the catalogue is among
    /// them.</summary>
    public static TheoryData<string> Devices => [.. EmulationCatalogue.Names];

    /// <summary>Those whose settings can be read back.</summary>
    public static TheoryData<string> AnsweringDevices => [.. From(emulation => emulation.Answers)];

    /// <summary>Those that say when they start, or have forgotten their settings then.</summary>
    public static TheoryData<string> RestartingDevices => [.. From(emulation => emulation.TellsRestarts)];

    /// <summary>Of those, those that can be asked.</summary>
    public static TheoryData<string> ForgetfulDevices =>
        [.. From(emulation => emulation is { TellsRestarts: true, Answers: true })];

    /// <summary>Those that say something about each frame: taken, or sent.</summary>
    public static TheoryData<string> ReportingDevices => [.. From(emulation => emulation.ReportsFrames)];

    /// <summary>Those with a word for each frame that has left.</summary>
    public static TheoryData<string> SentReportingDevices => [.. From(emulation => emulation.ReportsEachSent)];

    public RadioSettings Settings { get; }

    public FakeTime Time { get; } = new();

    public AirChannel Channel { get; }

    /// <summary>Where these modems are, for a radio that is none of them.</summary>
    public Tuning OnAirTuning => new(Settings.FrequencyHz, Settings.SpreadingFactor, Settings.BandwidthHz);

    public IEmulatedModem Device { get; }

    public IModemDialect Dialect { get; }

    public ModemConversation Conversation { get; }

    public List<ModemEvent> Events { get; } = [];

    /// <summary>Each transmission of any radio: who, and with which settings.</summary>
    public List<(AirRadio Radio, Tuning Tuning, int? PowerDbm)> OnAir { get; } = [];

    /// <summary>Everything that the driver wrote.</summary>
    public List<byte> Written { get; } = [];

    /// <summary>What the other side heard of us.</summary>
    public List<byte[]> PeerHeard { get; } = [];

    /// <summary>The modem neither hears nor answers its host.</summary>
    public bool IsMute { get; set; }

    /// <summary>Closes and opens when the conversation asks for it, as the driver does.</summary>
    public bool ReopensItself { get; init; }

    /// <summary>What becomes of each thing that the modem says.</summary>
    public Func<byte[], IEnumerable<byte[]>> OnTheLine { get; set; } = said => [said];

    /// <summary>How long each piece is on its way; none overtakes another.</summary>
    public Func<TimeSpan> OnItsWay { get; set; } = () => TimeSpan.Zero;

    public IEnumerable<ModemEvent.Received> Received => Events.OfType<ModemEvent.Received>();

    public IEnumerable<ModemEvent.Sent> Sent => Events.OfType<ModemEvent.Sent>();

    public int TimesReady => Events.Count(happened => happened is ModemEvent.Changed { Status.Ready: true });

    private long FramesEnded => Channel.Statistics.Outcomes.Values.Sum();

    public Instant Now => new(Time.GetElapsedTime(_origin));

    public Bench Open()
    {
        Conversation.Opened("bench", lineBaud: 115_200, Now);
        return this;
    }

    /// <summary>Opens, and runs until both sides are ready.</summary>
    public Bench Ready()
    {
        Open();
        Until(() => Conversation.Status.Ready && _peer.Status.Ready, seconds: 30);
        return this;
    }

    /// <summary>Puts bytes on the line as if the modem said them.</summary>
    public void Say(ReadOnlyMemory<byte> bytes)
    {
        if (IsMute) return;
        foreach (var piece in OnTheLine(bytes.ToArray())) _toHost.Enqueue((Now + OnItsWay(), piece));
    }

    /// <summary>The other side sends; returns after its frame has ended.</summary>
    public void PeerSends(byte[] payload)
    {
        Until(() => _peer.Status.Ready, seconds: 30);
        var (before, ended) = (_peerSent, FramesEnded);
        Assert.True(_peer.TrySend(payload, Now), _peer.Status.Detail);
        Until(() => _peerSent > before && FramesEnded > ended, seconds: 30);
        Run(TimeSpan.FromMilliseconds(20));
    }

    /// <summary>Hands a frame over and waits for its end.</summary>
    public ModemEvent.Sent Send(byte[] frame)
    {
        var before = Sent.Count();
        Assert.True(Conversation.TrySend(frame, Now), Conversation.Status.Detail);
        Until(() => Sent.Count() > before, seconds: 30);
        return Sent.Last();
    }

    public void Run(TimeSpan span)
    {
        Pump();
        for (var end = Now + span; Now < end; Pump()) Time.Advance(UntilNext(end));
    }

    /// <summary>Fails with everything that happened when it does not come true in time.</summary>
    public void Until(Func<bool> condition, double seconds)
    {
        Pump();
        for (var end = Now + TimeSpan.FromSeconds(seconds); !condition(); Pump())
        {
            Assert.True(Now < end, $"{_device}: not within {seconds} s; status '{Conversation.Status.Detail}'; "
                + $"written {Encoding.Latin1.GetString([.. Written])}; events {string.Join(" | ", Events)}");
            Time.Advance(UntilNext(end));
        }
    }

    private static IEnumerable<string> From(Func<Emulation, bool> isWanted) =>
        EmulationCatalogue.All.Where(isWanted).Select(emulation => emulation.Name);

    /// <summary>Until something is due: in the air, in a modem, on the line, or for a driver.</summary>
    private TimeSpan UntilNext(Instant end)
    {
        var next = Instant.Min(end, Instant.Min(Conversation.NextWake, _peer.NextWake));
        if (_toHost.TryPeek(out var piece)) next = Instant.Min(next, piece.Due);
        var span = next > Now ? next - Now : TimeSpan.Zero;
        span = Time.UntilNext(span);
        return span < Grain ? Grain : span;
    }

    private void Pump()
    {
        if (ReopensItself && Conversation.ReopenBecause is { } because)
        {
            Conversation.Lost(because);
            Open();
        }

        while (PumpDevice() | PumpPeer())
        {
        }

        while (Conversation.Events.TryDequeue(out var happened)) Events.Add(happened);
    }

    private bool PumpDevice()
    {
        var isBusy = false;
        Conversation.Wake(Now);
        if (Conversation.TakeOutput(Now) is { Length: > 0 } output)
        {
            Written.AddRange(output);
            if (!IsMute) Device.FromHost(output);
            isBusy = true;
        }

        while (_toHost.TryPeek(out var piece) && piece.Due <= Now)
        {
            _ = _toHost.Dequeue();
            Conversation.Read(piece.Bytes, Now);
            isBusy = true;
        }

        return isBusy;
    }

    private bool PumpPeer()
    {
        _peer.Wake(Now);
        var output = _peer.TakeOutput(Now);
        if (output.Length > 0) _peerDevice.FromHost(output);
        var isBusy = output.Length > 0;
        for (; _toPeer.TryDequeue(out var said); isBusy = true) _peer.Read(said, Now);
        while (_peer.Events.TryDequeue(out var happened))
        {
            if (happened is ModemEvent.Received heard) PeerHeard.Add(heard.Frame.ToArray());
            if (happened is ModemEvent.Sent) _peerSent++;
        }

        if (_peer.ReopenBecause is { } because)
        {
            _peer.Lost(because);
            _peer.Opened("peer", lineBaud: 115_200, Now);
        }

        return isBusy;
    }
}
