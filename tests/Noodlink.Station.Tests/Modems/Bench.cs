using System.Text;
using Noodlink.Cli.Air;
using Noodlink.Protocol;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>A conversation with an emulated modem on a table: no line, no threads, time turned by hand. What the
/// modem says can be cut, delayed, interrupted and withheld on its way to the driver.</summary>
internal sealed class Bench
{
    /// <summary>The steps in which time goes.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly Queue<(Instant Due, byte[] Bytes)> _toHost = new();
    private readonly AirRadio _peer;
    private readonly string _device;
    private readonly long _origin;

    /// <param name="device">As <c>noodlink air --modem</c> names it.</param>
    /// <param name="settings">What the driver is asked to set.</param>
    public Bench(string device, RadioSettings? settings = null)
    {
        _device = device;
        Settings = settings ?? RunningModem.Fast;
        Channel = new AirChannel(Time, seed: 1);
        Tuning = new Tuning(Settings.FrequencyHz, Settings.SpreadingFactor, Settings.BandwidthHz,
            NetworkId: device == "rylr998" ? 18 : 0);
        Device = SimulatedAir.Make(device, Channel, Tuning, Say);
        _peer = Channel.Attach(Tuning, reception => PeerHeard.Add(reception.Frame[Header..].ToArray()));
        Dialect = ModemCatalogue.Kinds.Single(kind => kind.Scheme == device.Split('-')[0]).Create(Settings);
        Conversation = new ModemConversation(Dialect);
        _origin = Time.GetTimestamp();
    }

    /// <summary>Every emulated modem; a test of the contract checks that each dialect of the catalogue is among
    /// them.</summary>
    public static TheoryData<string> Devices => [.. SimulatedAir.Modems];

    /// <summary>Those whose modem answers commands, so that silence can be told from obedience.</summary>
    public static TheoryData<string> AnsweringDevices =>
        [.. SimulatedAir.Modems.Where(device => device != "kiss-plain")];

    public RadioSettings Settings { get; }

    public FakeTime Time { get; } = new();

    public AirChannel Channel { get; }

    public Tuning Tuning { get; }

    public IEmulatedModem Device { get; }

    public IModemDialect Dialect { get; }

    public ModemConversation Conversation { get; }

    public List<ModemEvent> Events { get; } = [];

    /// <summary>Everything that the driver wrote.</summary>
    public List<byte> Written { get; } = [];

    /// <summary>What another radio heard of us.</summary>
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

    public Instant Now => new(Time.GetElapsedTime(_origin));

    /// <summary>An RYLR998 puts 8 bytes of its own before a payload.</summary>
    private int Header => _device == "rylr998" ? 8 : 0;

    public Bench Open()
    {
        Conversation.Opened("bench", lineBaud: 115_200, Now);
        return this;
    }

    /// <summary>Opens, and runs until it is ready.</summary>
    public Bench Ready()
    {
        Open();
        Until(() => Conversation.Status.Ready, seconds: 30);
        return this;
    }

    /// <summary>Puts bytes on the line as if the modem said them.</summary>
    public void Say(ReadOnlyMemory<byte> bytes)
    {
        if (IsMute) return;
        foreach (var piece in OnTheLine(bytes.ToArray())) _toHost.Enqueue((Now + OnItsWay(), piece));
    }

    /// <summary>Another radio sends; returns after its frame has ended.</summary>
    public void PeerSends(byte[] payload)
    {
        var timeOnAir = Dialect.TimeOnAir(payload.Length);
        Channel.Transmit(_peer, (byte[])[.. new byte[Header], .. payload], timeOnAir, () => { });
        Run(timeOnAir + TimeSpan.FromMilliseconds(20));
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
        for (var end = Now + span; Now < end; Time.Advance(Step)) Pump();
        Pump();
    }

    /// <summary>Fails with everything that happened when it does not come true in time.</summary>
    public void Until(Func<bool> condition, double seconds)
    {
        for (var end = Now + TimeSpan.FromSeconds(seconds); !condition(); Time.Advance(Step))
        {
            Pump();
            Assert.True(Now < end, $"{_device}: not within {seconds} s; status '{Conversation.Status.Detail}'; "
                + $"written {Encoding.Latin1.GetString([.. Written])}; events {string.Join(" | ", Events)}");
        }
    }

    private void Pump()
    {
        if (ReopensItself && Conversation.ReopenBecause is { } because)
        {
            Conversation.Lost(because);
            Open();
        }

        for (var isBusy = true; isBusy;)
        {
            isBusy = false;
            Conversation.Wake(Now);
            if (Conversation.TakeOutput() is { Length: > 0 } output)
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
        }

        while (Conversation.Events.TryDequeue(out var happened)) Events.Add(happened);
    }
}
