using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>One node and one hub in weather drawn from a seed: frames are lost, doubled, reordered and late on both bearers,
/// links come and go, programs restart. It checks at every offer that nothing better waits, and afterwards, when it is calm,
/// that everything arrived exactly once.</summary>
internal sealed class Storm : IDisposable
{
    private static readonly StaffEventType[] Staff =
    [
        StaffEventType.Seen, StaffEventType.Claimed, StaffEventType.Forwarded, StaffEventType.Accepted, StaffEventType.EnRoute,
        StaffEventType.NotForwarded, StaffEventType.Undone,
    ];

    private readonly World _world = new();
    private readonly int _seed;
    private readonly Random _random;
    private readonly Dictionary<string, MessageBody> _sent = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, (MessageStatus Status, Precedence Precedence, uint Serial)> _neverOffered = [];
    private readonly HashSet<uint> _offered = [];
    private readonly List<(bool Up, BearerName Bearer, byte[] Frame)> _air = [];
    private readonly List<string> _log = [];

    public Storm(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        Watch();
    }

    public void Dispose() => _world.Dispose();

    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++) Step(_random.Next(100));
        Calm();
    }

    private void Step(int dice)
    {
        switch (dice)
        {
            case < 18: Accept(); break;
            case < 50: Carry(); break;
            case < 80: Arrive(); break;
            case < 90: Pass(); break;
            case < 94: Act(); break;
            case < 97: Toggle(_random.Next(2) == 0 ? BearerName.Mqtt : BearerName.Radio); break;
            case < 98: Restart("node", () => _world.RestartNode()); break;
            default: Restart("hub", _world.RestartHub); break;
        }
    }

    private void Accept()
    {
        var alarms = _sent.Where(pair => pair.Value is Alarm).Select(pair => pair.Key).ToList();
        var dice = _random.Next(10);
        MessageBody body = dice switch
        {
            < 3 => Some.Alarm($"Tekst {_sent.Count} van de storm, met genoeg woorden voor een tweede deel.", Danger.Yes),
            < 5 => Some.Alarm($"kort {_sent.Count}", Danger.No),
            < 7 when alarms.Count > 0 => Some.Update(alarms[_random.Next(alarms.Count)], $"aanvulling {_sent.Count}"),
            _ => Some.Report($"rustig {_sent.Count}"),
        };
        var status = body is AlarmUpdate ? (MessageStatus?)null : (MessageStatus)_random.Next(1, 4);
        var number = _world.Node.Send(body, _world.Now, status);
        _sent.Add(number, body);
        var view = _world.Node.View(number);
        var serial = Some.Number(number).Serial;
        if (!_offered.Contains(serial)) _neverOffered[serial] = (view.Status, view.Precedence, serial);
        _log.Add($"accept {number} {body.Kind} {status}");
    }

    private void Carry()
    {
        var full = Links().Where(link => link.Bearer.Out.Count > 0).ToList();
        if (full.Count == 0) return;
        var (station, bearer) = full[_random.Next(full.Count)];
        var offer = bearer.Out.Dequeue();
        var outcome = bearer.Name == BearerName.Radio || _random.Next(10) > 1 ? OfferOutcome.Left
            : _random.Next(2) == 0 ? OfferOutcome.Failed : OfferOutcome.NobodyListens;
        // "Failed" means that nobody knows: it may have arrived all the same.
        if (outcome != OfferOutcome.NobodyListens && _random.Next(10) > 2) _air.Add((offer.Up, bearer.Name, offer.Frame.ToArray()));
        station.Turn(_world.Now, new StationInput.FromBearer(new BearerInput.Done(bearer.Name, offer.Ticket, outcome)));
    }

    private void Arrive()
    {
        if (_air.Count == 0) return;
        var at = _random.Next(_air.Count);
        var (up, bearer, frame) = _air[at];
        if (_random.Next(10) > 1) _air.RemoveAt(at);
        _world.Bring(up ? _world.Hub : _world.Node, frame, bearer);
    }

    private void Pass()
    {
        _world.Skip(TimeSpan.FromMilliseconds(_random.Next(1, 8000)));
        _world.Node.Turn(_world.Now);
        _world.Hub.Turn(_world.Now);
    }

    private void Act()
    {
        var items = _world.Hub.Desk.Feed(0, 500).Items.Where(item => item.Body is Alarm).ToList();
        if (items.Count == 0) return;
        var type = Staff[_random.Next(Staff.Length)];
        var number = items[_random.Next(items.Count)].Number;
        _ = _world.Hub.Record(
            number,
            new StaffAction(
                type, "loggist", "omdat", Channel: type == StaffEventType.Forwarded ? MeldkamerChannel.C2000 : null,
                TakeOver: true), _world.Now);
    }

    private void Toggle(BearerName name)
    {
        var up = !_world.Node.Bearers.Single(bearer => bearer.Name == name).Up;
        _log.Add($"{name} up {up}");
        _world.Set(name, up);
    }

    private void Restart(string who, Action restart)
    {
        _log.Add($"restart {who}");
        restart();
        Watch();
    }

    private void Watch()
    {
        foreach (var bearer in _world.Node.Bearers) bearer.Offered = offer => NothingBetterWaits(bearer.Name, offer);
        _neverOffered.Clear();
        foreach (var item in _world.Node.Desk.Messages(new Station.Queue.MessageFilter([], [], 500)).Items)
            if (item is { Own: true, Attempts: 0 } && MessageStates.IsUnderway(item.State))
                _neverOffered[Some.Number(item.Number).Serial] = (item.Status, item.Precedence, Some.Number(item.Number).Serial);
    }

    /// <summary>Strict order (architecture §4.9): what leaves is not behind anything that never had its turn.</summary>
    private void NothingBetterWaits(BearerName bearer, Offer offer)
    {
        Assert.True(FrameHeader.TryRead(offer.Frame.Span, out var header));
        if (header.Series == Series.Signal) return;
        _neverOffered.Remove(header.Serial);
        _offered.Add(header.Serial);
        // With the LAN up the radio only helps what is late; that is another order.
        if (bearer == BearerName.Radio && _world.Node.Lan.Up) return;
        var rank = (header.Status, header.Precedence, header.Serial);
        foreach (var better in _neverOffered.Values.Where(waiting => waiting.CompareTo(rank) < 0))
            Fail($"{bearer} takes {rank} while {better} never had its turn");
    }

    private void Calm()
    {
        foreach (var name in (BearerName[])[BearerName.Mqtt, BearerName.Radio])
            if (!_world.Node.Bearers.Single(bearer => bearer.Name == name).Up) Toggle(name);
        while (_air.Count > 0) Arrive();
        var end = _world.Now + TimeSpan.FromSeconds(120);
        while (_world.Node.Desk.Status.Waiting > 0 || _world.Hub.Desk.Status.Waiting > 0)
        {
            if (_world.Now > end) Fail($"node {_world.Node.Desk.Status.Waiting}, hub {_world.Hub.Desk.Status.Waiting} still wait");
            _world.Run(1);
        }

        _world.Run(2);
        Check();
    }

    private void Check()
    {
        var items = _world.Hub.Desk.Feed(0, 500).Items;
        Equal(
            string.Join(" ", _sent.Keys.Order(StringComparer.Ordinal)),
            string.Join(" ", items.Select(item => item.Number).Order(StringComparer.Ordinal)), "the feed");
        foreach (var item in items)
        {
            if (!item.Complete || !item.Body!.Equals(_sent[item.Number])) Fail($"{item.Number}: not every word");
            var mirrored = _world.Node.View(item.Number);
            if (mirrored.State != item.State) Fail($"{item.Number}: {mirrored.State} at the node, {item.State} at the hub");
        }

        var versions = _world.Hub.Desk.DueVersions("x", 0, 1000);
        foreach (var (number, body) in _sent)
        {
            var of = versions.Where(version => version.BaseNumber == number).ToList();
            Equal(body is Alarm, of.Count > 0, $"{number} has versions");
            if (body is not Alarm) continue;
            Equal(1, of.Count(version => version.Cause == Station.Queue.VersionCause.New), $"{number}: versions for itself");
            if (of.Count(version => version.Cause == Station.Queue.VersionCause.Completed) > 1) Fail($"{number}: completed twice");
            Equal(
                _sent.Count(pair => pair.Value is AlarmUpdate update && update.References[0].ToString() == number),
                of.Count(version => version.Cause == Station.Queue.VersionCause.Update), $"{number}: aanvullingen");
        }

        foreach (var station in (TestStation[])[_world.Node, _world.Hub])
            if (station.Intake.Refused.Keys.FirstOrDefault(reason => reason != "repeatedSignal") is { } reason) Fail($"refused: {reason}");
    }

    private IEnumerable<(TestStation Station, WireBearer Bearer)> Links() =>
        ((TestStation[])[_world.Node, _world.Hub]).SelectMany(station => station.Bearers.Select(bearer => (station, bearer)));

    private void Equal<T>(T expected, T actual, string what)
    {
        if (!Equals(expected, actual)) Fail($"{what}: {actual}, must be {expected}");
    }

    private void Fail(string what) => Assert.Fail($"storm seed {_seed}: {what}\n{string.Join("\n", _log.TakeLast(30))}");
}

public sealed class StormTests
{
    [Fact]
    public void Whatever_the_weather_everything_arrives_once_and_in_strict_order()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var storm = new Storm(First + seed);
            storm.Run(150);
        }
    }

    private static int Seeds => Setting("NOODLINK_STORMS", 60);

    private static int First => Setting("NOODLINK_STORM_SEED", 1);

    private static int Setting(string name, int otherwise) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(name), System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? value : otherwise;
}
