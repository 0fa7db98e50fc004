using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>Noodmeldingen that were encoded by hand from Protocol/README.md. They never change within a version: a
/// station that was not updated must be understood.</summary>
public sealed class GoldenAlarms
{
    // interfaces.md §3.
    private const string Example = """
        29             | services: bit 1 = Ambulance (0010) danger: Yes = 2 (10) certainty: Certain = 2, less 1 (01)
        09             | type: MedicalDevice = 9
        4C             | access: Clear = 2 (010) guide: AtRoad = 3 (011) actions not asked (0), spare (0)
        1F             | victims 1, unresponsive not entered (F)
        FF             | trapped and children not entered
        0001           | hazards: bit 0 = None
        00             | actions: none
        06             | age: not entered (0000) source: FirstHand = 3 (011) spare (0)
        40             | reporter: Waiting = 2 (010) barriers (000) not asked (0) spare (0)
        0000           | language not entered, no vulnerable sites, not asked
        64             | location: Address = 3 (011) form 1, postcode (001) no place text (00)
        99CC22         | postcode: 9843 (10011001110011) A (00001) B (00010)
        0003           | house number 3
        000000         | without addition
        0000000000     | RD not entered
        01 39          | field text, 57 bytes: 56 characters, ± takes two
        4D657672207468756973 2061616E 2062656164656D696E67 2C |
        2061636375 206E6F67 20C2B13430 206D696E 207A656774 |
        20646F63687465722E |
        10 08 4D6F64656C776567     | field street: Modelweg
        13 0A 4772696A70736B65726B | field place: Grijpskerk
        """;

    private static readonly Alarm Road = new(
        new AlarmFacts
        {
            Services = [EmergencyService.Ambulance, EmergencyService.Fire, EmergencyService.Police],
            Type = AlarmType.TrafficInjury,
            DangerToLife = Danger.Yes,
            Location = new Location
            {
                Kind = LocationKind.Road, Certainty = Certainty.Guessed, Road = "N355", Hectometre = 17.3m,
                Towards = "Grijpskerk", Rd = new Rd(221_500, 583_200),
            },
            Victims = 2,
            Trapped = 1,
            Hazards = [Hazard.Traffic],
            Actions = [ActionTaken.FirstAid, ActionTaken.Cordoned],
            Language = "uk",
            Barriers = [],
            OccurredAgoMinutes = 15,
            VulnerableSites = [VulnerableSite.Industry],
        },
        [new MessageNumber(StationId.Parse("GR-ED1"), 7, 0x3F9A)]);

    // Example 4 of domain.md §3c, and everything that the first vector leaves out.
    private const string RoadBytes = """
        7B             | services: Fire, Ambulance, Police (0111) danger: Yes (10) certainty: Guessed = 4, less 1 (11)
        0C             | type: TrafficInjury = 12
        00             | access and guide not entered
        2F             | victims 2, unresponsive not entered
        1F             | trapped 1, children not entered
        0400           | hazards: bit 10 = Traffic
        81             | actions: bit 7 = Cordoned, bit 0 = FirstAid
        40             | age: 15 minutes is step 3, plus 1 (0100) source not entered (000) spare (0)
        02             | reporter not entered (000) barriers (000) asked, none (1) spare (0)
        AAE0           | language: u = 21 (10101) k = 11 (01011) sites: bit 4 = Industry (10000) some (0)
        88             | location: Road = 4 (100) form 2, road (010) no place text (00)
        7163           | road: N = 14 (01110) 355 (00101100011)
        00AD           | hectometre 17.3 = 173 tenths
        00             | side not entered
        9B09E45240     | RD: there (1) spare (0) x 221500 (0110110000100111100)
                       | y - 300000 = 283200 (1000101001001000000)
        000000         | spare
        02 0A          | field references, 10 bytes
        3CA9A02000     | station: G = 7 (00111) R = 18 (10010) E = 41 (101001) D = 40 (101000) 1 = 2 (000010) end, end
        000007 3F9A    | serial 7, epoch 3F9A
        17 0A 4772696A70736B65726B | field towards: Grijpskerk
        20 03 010002   | field order of the services: Ambulance, Fire, Police
        """;

    private static readonly Alarm Street = new(
        new AlarmFacts
        {
            Services = [EmergencyService.Fire],
            Type = AlarmType.BuildingFire,
            DangerToLife = Danger.Unknown,
            Location = new Location
            {
                Kind = LocationKind.Address, Certainty = Certainty.Unknown, Street = "Proefstraat", Number = "14",
                Place = "Zuidhorn",
            },
            Hazards = [],
        },
        []);

    // Example 1 of domain.md §3c, without a postcode: the core says as much of the place as thirteen bytes can.
    private const string StreetBytes = """
        14             | services: Fire (0001) danger: Unknown = 1 (01) certainty: Unknown = 1, less 1 (00)
        02             | type: BuildingFire = 2
        00 FF FF       | access, guide, people not entered
        8000           | hazards: asked, an empty list
        00 00 00 0000  | nothing more
        71             | location: Address = 3 (011) form 4, text (100) not the whole location text (0) cut (1)
        50726F6566737472616174 0000 | "Proefstraat": "Proefstraat 14, Zuidhorn" cut before the 14
        10 0B 50726F6566737472616174 | field street
        11 02 3134                   | field number
        13 08 5A756964686F726E       | field place
        """;

    [Fact]
    public void The_example_of_the_interface_page() => Check(Some.Example, Example);

    [Fact]
    public void A_road_with_a_sign_a_reference_and_an_order_of_its_own() => Check(Road, RoadBytes);

    [Fact]
    public void A_street_without_a_postcode() => Check(Street, StreetBytes);

    [Fact]
    public void The_core_of_a_street_without_a_postcode_says_that_it_was_cut()
    {
        var core = BodyCodec.TryDecode(Kind.Alarm, Hex.Bytes(StreetBytes).AsSpan(0, 26), coreOnly: true);

        var place = ((Alarm)((DecodeResult.Ok)core).Body).Facts.Location;
        Assert.Equal(
            new Location { Kind = LocationKind.Address, Certainty = Certainty.Unknown, Text = "Proefstraat…" }, place);
    }

    private static void Check(Alarm alarm, string hex)
    {
        var bytes = Hex.Bytes(hex);

        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(BodyCodec.Encode(alarm, out var core)));
        Assert.Equal(26, core);
        Assert.Equal(new DecodeResult.Ok(alarm), BodyCodec.TryDecode(Kind.Alarm, bytes, coreOnly: false));
    }
}
