using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;

namespace Noodlink.Protocol.Tests;

/// <summary>Sample data: messages that are valid in every respect, drawn from a seed.</summary>
internal static class Some
{
    /// <summary>Characters of one to four bytes of UTF-8, and those that formats like to trip over.</summary>
    private static readonly string[] Characters =
        ["a", "b", "e", "Z", "0", "7", " ", ",", ".", "'", "\"", "<", "&", "\\", "é", "ï", "±", "ж", "€", "漢", "😀"];

    private static readonly string[] HouseNumbers =
        ["3", "3a", "3A", "12-2", "45bis", "12 bis", "03", "65535", "65536", "99999999", "a", "-", "7Zz-"];

    private static readonly string[] Roads =
        ["N355", "A7", "N2047", "N2048", "N0", "n355", "Eemshavenweg", "S", "Z1", "A07"];

    public static readonly Location Address = new()
    {
        Kind = LocationKind.Address, Certainty = Certainty.Certain, Street = "Modelweg", Number = "3",
        Postcode = "9843AB", Place = "Grijpskerk",
    };

    /// <summary>The example of interfaces.md §3.</summary>
    public static readonly Alarm Example = new(
        new AlarmFacts
        {
            Services = [EmergencyService.Ambulance],
            Type = AlarmType.MedicalDevice,
            DangerToLife = Danger.Yes,
            Location = Address,
            Victims = 1,
            Hazards = [Hazard.None],
            Access = Access.Clear,
            Guide = Guide.AtRoad,
            Source = Source.FirstHand,
            Reporter = ReporterPresence.Waiting,
            Text = "Mevr thuis aan beademing, accu nog ±40 min zegt dochter.",
        },
        []);

    public static readonly Kind[] Kinds = Enum.GetValues<Kind>();

    public static MessageBody Body(Random random, Kind kind) => kind switch
    {
        Kind.Alarm => new Alarm(AlarmFacts(random), References(random, 0)),
        Kind.AlarmUpdate => new AlarmUpdate(References(random, 1), Changes(random)),
        Kind.AlarmCancel => new AlarmCancel(References(random, 1), One<CancelReason>(random), MaybeText(random)),
        Kind.Request => Request(random),
        Kind.Reply => Reply(random),
        Kind.SituationReport => SituationReport(random),
        Kind.Receipt => Receipt(random),
        Kind.Heartbeat => new Heartbeat(
            (uint)random.Next(0x100_0000), Short(random), Short(random), (uint)random.NextInt64(1L << 32), Flip(random),
            Flip(random), Flip(random)) is var beat && Flip(random) ? beat : beat with { Held = Held(random, beat.HighestSerial) },
        Kind.LinkTest => new LinkTest(Short(random), Bytes(random, Limits.Filler)),
        Kind.Poll => Poll(random),
        Kind.Beacon => Beacon(random),
        Kind.NetworkKey => new NetworkKey((ushort)random.Next(1, 65_536), Key(random)),
        _ => SomeKinds.Body(random, kind),
    };

    public static AlarmFacts AlarmFacts(Random random) => Facts(random) with
    {
        Services = Services(random),
        Type = One<AlarmType>(random),
        DangerToLife = One<Danger>(random),
        Location = Location(random),
    };

    public static AlarmFacts Facts(Random random) => new()
    {
        Services = Maybe(random) ? Services(random) : null,
        Location = Maybe(random) ? Location(random) : null,
        Type = Perhaps<AlarmType>(random),
        DangerToLife = Perhaps<Danger>(random),
        Victims = Count(random),
        Unresponsive = Count(random),
        Trapped = Count(random),
        Children = Count(random),
        Hazards = Maybe(random) ? Hazards(random) : null,
        Access = Perhaps<Access>(random),
        Guide = Perhaps<Guide>(random),
        Actions = Maybe(random) ? Several<ActionTaken>(random, 0) : null,
        Source = Perhaps<Source>(random),
        Reporter = Perhaps<ReporterPresence>(random),
        Language = Maybe(random) ? random.GetItems(Languages, 1)[0] : null,
        Barriers = Maybe(random) ? Several<Protocol.Messages.Barrier>(random, 0) : null,
        OccurredAgoMinutes = Maybe(random)
            ? Protocol.Messages.AlarmFacts.AgeSteps[random.Next(Protocol.Messages.AlarmFacts.AgeSteps.Length)] : null,
        VulnerableSites = Maybe(random) ? Several<VulnerableSite>(random, 0) : null,
        Text = MaybeText(random),
    };

    private static readonly string[] Languages = ["nl", "en", "uk", "ar", "pl", "tr", "fy", "zu"];

    public static Location Location(Random random) => new()
    {
        Kind = One<LocationKind>(random),
        Certainty = One<Certainty>(random),
        Street = MaybeText(random, Limits.Name),
        Number = Maybe(random) ? HouseNumber(random) : null,
        Postcode = Maybe(random) ? $"{random.Next(1000, 10000)}{Capital(random)}{Capital(random)}" : null,
        Place = MaybeText(random, Limits.Name),
        Gemeente = MaybeText(random, Limits.Name),
        Road = Maybe(random) ? Road(random) : null,
        Hectometre = Maybe(random) ? random.Next(10000) / 10m : null,
        Side = Perhaps<RoadSide>(random),
        Towards = MaybeText(random, Limits.Name),
        Spot = MaybeText(random, Limits.Name),
        Rd = Maybe(random) ? new Rd(random.Next(300_001), random.Next(300_000, 630_001)) : null,
        Text = MaybeText(random, Limits.LocationText),
    };

    /// <summary>A poll for every other serial.</summary>
    public static Poll Polls(int ranges) => new(
        Enumerable.Range(0, ranges)
            .Select(i => new SerialRange((uint)(2 * i) + 1, (uint)(2 * i) + 1)).ToValueList());

    public static string Text(Random random, TextLimit limit)
    {
        var text = "";
        var length = random.Next(1, limit.CodePoints + 1);
        for (var i = 0; i < length; i++)
        {
            var next = text + (limit.LineFeeds && random.Next(40) == 0 ? "\n" : random.GetItems(Characters, 1)[0]);
            if (!limit.Fits(next)) break;
            text = next;
        }

        return text;
    }

    public static StationId Station(Random random)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        var place = new string(random.GetItems(alphabet.AsSpan(), random.Next(2, 6)));
        return StationId.Parse($"{Capital(random)}{Capital(random)}-{place}");
    }

    public static ValueList<MessageNumber> References(Random random, int least) =>
        Enumerable.Range(0, random.Next(least, random.Next(3) == 0 ? Limits.References + 1 : least + 2))
            .Select(_ => new MessageNumber(
                Station(random), (uint)random.Next(1, 0x100_0000),
                Flip(random) ? (ushort)random.Next(1, 0x10000) : null))
            .ToValueList();

    private static AlarmFacts Changes(Random random)
    {
        while (true)
        {
            var facts = Facts(random);
            if (facts != new AlarmFacts()) return facts;
        }
    }

    private static Request Request(Random random)
    {
        var question = Perhaps<Question>(random);
        var text = question is null ? Text(random, Limits.Text) : MaybeText(random);
        return new Request(Station(random), References(random, 0), question, text);
    }

    private static Reply Reply(Random random)
    {
        Answer? answer = Perhaps<AnswerKind>(random) switch
        {
            null => null,
            AnswerKind.Number => new Answer(AnswerKind.Number, Short(random)),
            var kind => new Answer(kind.Value),
        };
        return new Reply(References(random, 1), answer, answer is null ? Text(random, Limits.Text) : MaybeText(random));
    }

    private static SituationReport SituationReport(Random random) => new()
    {
        Open = Maybe(random) ? Flip(random) : null,
        Staff = Maybe(random) ? (byte)random.Next(256) : null,
        Present = Maybe(random) ? Short(random) : null,
        Power = One<PowerSource>(random),
        PowerHours = Maybe(random) ? (byte)random.Next(256) : null,
        Lan = Perhaps<LinkQuality>(random),
        Radio = Perhaps<LinkQuality>(random),
        Reach112 = Perhaps<Reachable112>(random),
        Text = MaybeText(random),
    };

    private static Receipt Receipt(Random random)
    {
        var (epoch, serial) = ((ushort)random.Next(1, 0x10000), (uint)random.Next(1, 0x100_0000));
        return random.Next(5) switch
        {
            0 => new DeviceReceipt(
                epoch, serial, Bytes(random, 32), Flip(random), Flip(random), Flip(random), Flip(random)),
            1 => new DeviceReceipt(
                epoch, serial, [.. Bytes(random, 31), (byte)random.Next(1, 256)], Flip(random), Flip(random), Flip(random),
                Flip(random), ReceiptForm.Gaps),
            2 => new DeviceReceipt(
                epoch, serial, [(byte)random.Next(256), (byte)random.Next(256), .. Bytes(random, 3)], Complete: false,
                Flip(random), Flip(random), Form: ReceiptForm.Parts),
            3 => new ProgressReceipt(
                epoch, serial, Short(random), One<MessageState>(random), Flip(random), Flip(random), Flip(random),
                Perhaps<MeldkamerChannel>(random), Maybe(random) ? Short(random) : null,
                MaybeText(random, Limits.MeldkamerNumber), MaybeText(random)),
            _ => new RefusedReceipt(epoch, serial, Short(random), One<RefusalReason>(random)),
        };
    }

    private static Beacon Beacon(Random random)
    {
        var turns = 2 * random.Next(1, Protocol.Messages.Beacon.TurnsMax / 2 + 1);
        var before = 2 * random.Next(Protocol.Messages.Beacon.TurnsMax / 2 + 1);
        var slot = (ushort)random.Next(1, 900);
        return new Beacon(
            (uint)random.NextInt64(1L << 32), Short(random), (ushort)(slot * 72 + 1 + random.Next(600)), slot,
            Enumerable.Range(0, turns).Select(_ => Short(random)).ToValueList(),
            Enumerable.Range(0, before * Protocol.Messages.Beacon.SlotsPerTurn).Select(_ => Answer(random)).ToValueList());
    }

    private static SlotAnswer Answer(Random random) => One<SlotResult>(random) switch
    {
        SlotResult.None => default,
        var result => new SlotAnswer(result, Short(random)),
    };

    private static StationKey Key(Random random)
    {
        var secret = new byte[StationKey.Bytes];
        random.NextBytes(secret);
        return StationKey.TryCreate(secret, out var key) ? key : throw new InvalidOperationException();
    }

    private static HeldOffers? Held(Random random, uint highest)
    {
        var offers = new List<(uint, HelpCategory)>();
        var spread = random.Next(3) switch { 0 => 1u, 1 => 3u, _ => 40u };
        for (var next = (uint)random.Next(1, 500); next <= highest && offers.Count < random.Next(1, 400);)
        {
            offers.Add((next, One<HelpCategory>(random)));
            next += (uint)random.NextInt64(1, spread + 1);
        }

        return HeldOffers.Of(offers, highest);
    }

    private static Poll Poll(Random random)
    {
        if (random.Next(3) == 0)
            return new Poll([], new PollFrom((ushort)random.Next(1, 0x10000), (uint)random.Next(1, 0x100_0000)));
        var ranges = new List<SerialRange>();
        var next = (uint)random.Next(1, 1000);
        for (var i = random.Next(Protocol.Messages.Poll.RangesMax + 1); i > 0; i--)
        {
            var last = next + (uint)random.Next(1000);
            ranges.Add(new SerialRange(next, last));
            next = last + 1 + (uint)random.Next(1000);
        }

        return new Poll(ranges.ToValueList());
    }

    private static string HouseNumber(Random random) => random.GetItems(HouseNumbers, 1)[0];

    private static string Road(Random random) => random.GetItems(Roads, 1)[0];

    private static ValueList<EmergencyService> Services(Random random) => Several<EmergencyService>(random, 1);

    private static ValueList<Hazard> Hazards(Random random) =>
        Flip(random) ? [Hazard.None] : Several<Hazard>(random, 0).Where(hazard => hazard != Hazard.None).ToValueList();

    private static ValueList<T> Several<T>(Random random, int least) where T : struct, Enum
    {
        var items = Enum.GetValues<T>();
        random.Shuffle(items);
        return items.Take(random.Next(least, items.Length + 1)).ToValueList();
    }

    private static ValueList<byte> Bytes(Random random, int most)
    {
        var bytes = new byte[random.Next(most + 1)];
        random.NextBytes(bytes);
        return ValueList.Create<byte>(bytes);
    }

    private static string? MaybeText(Random random) => MaybeText(random, Limits.Text);

    private static string? MaybeText(Random random, TextLimit limit) => Maybe(random) ? Text(random, limit) : null;

    private static T One<T>(Random random) where T : struct, Enum => random.GetItems(Enum.GetValues<T>(), 1)[0];

    private static T? Perhaps<T>(Random random) where T : struct, Enum => Maybe(random) ? One<T>(random) : null;

    private static byte? Count(Random random) => Maybe(random) ? (byte)random.Next(Limits.PeopleMax + 1) : null;

    private static ushort Short(Random random) => (ushort)random.Next(0x10000);

    private static char Capital(Random random) => (char)('A' + random.Next(26));

    private static bool Maybe(Random random) => random.Next(2) == 0;

    private static bool Flip(Random random) => random.Next(2) == 0;
}
