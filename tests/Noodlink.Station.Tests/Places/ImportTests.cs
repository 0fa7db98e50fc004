using System.Text;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;
using Noodlink.Station.Places.Import;

namespace Noodlink.Station.Tests.Places;

public sealed class ImportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("noodlink-import.").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Target => Path.Combine(_folder, "gazetteer.db");

    [Theory]
    [InlineData("openbareruimte;huisnummer;huisletter;huisnummertoevoeging;postcode;woonplaats;gemeente;x;y\r\n"
        + "Modelweg;3;A;;9843 AB;Grijpskerk;Westerkwartier;216215,4;586851,6\r\n", false)]
    [InlineData("\"Straatnaam\",\"Huisnummer\",\"Huisletter\",\"Postcode\",\"Plaats\",\"Gemeente\",\"X\",\"Y\"\n"
        + "\"Modelweg\",\"3\",\"a\",\"9843AB\",\"Grijpskerk\",\"Westerkwartier\",\"216215.4\",\"586851.6\"", true)]
    [InlineData("OPENBARE_RUIMTE_NAAM\tHUISNUMMER\tTOEVOEGING\tPOSTCODE\tWOONPLAATS_NAAM\tGEMEENTENAAM\tgeometrie\n"
        + "Modelweg\t3.0\ta\t9843AB\tGrijpskerk\tWesterkwartier\tPOINT (216215.4 586851.6)\n", false)]
    public void Addresses_are_read_however_their_text_file_is_written(string text, bool mark)
    {
        var report = Import(bag: [Write("bag.csv", text, mark)]);

        Assert.Equal(new GazetteerCounts(1, 1, 0, 0, 0, 1), report.Counts);
        using var gazetteer = Open();
        var found = gazetteer.FindAddress("9843AB", "3a").Exact!;
        Assert.Equal(
            ("Modelweg", "Grijpskerk", "Westerkwartier", new Rd(216_215, 586_852)),
            (found.Street, found.Place, found.Gemeente, found.Rd));
    }

    [Fact]
    public void Nothing_but_an_older_gazetteer_is_replaced()
    {
        var source = Write("bag.csv", SomeRows);
        var fault = Assert.Throws<IOException>(() => Run(source, source));
        Assert.Contains("is no gazetteer", fault.Message, StringComparison.Ordinal);
        Assert.Equal(SomeRows, File.ReadAllText(source));
        Assert.Throws<IOException>(() => Run(source, "/dev/null"));
        Assert.Throws<IOException>(() => Run(source, Write("messages.db", "")));

        Run(source, Target);
        // An older one that the disk damaged may go too: it says of itself what it is.
        using (var damaged = File.OpenWrite(Target)) damaged.SetLength(damaged.Length / 2);
        Run(source, Target);
        using var gazetteer = Open();
        Assert.Equal(1, gazetteer.Counts.Addresses);
    }

    [Fact]
    public void An_import_that_is_stopped_leaves_what_stood_there_and_nothing_else()
    {
        var source = Write("bag.csv", SomeRows);
        Run(source, Target);
        var before = File.ReadAllBytes(Target);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => GazetteerImport.Run(
            new ImportRequest { Out = Target, Bag = [source] }, DateTimeOffset.UnixEpoch, (_, _, _) => stop.Cancel(), stop.Token));
        Assert.Equal(before, File.ReadAllBytes(Target));
        Assert.Equal(["bag.csv", "gazetteer.db"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void What_a_killed_import_left_is_cleared_away_by_the_next_and_that_of_a_running_one_is_not()
    {
        var left = Write($"gazetteer.db.{int.MaxValue}.tmp", "half");
        var running = Write("gazetteer.db.1.tmp", "of somebody");
        var other = Write("gazetteer.db.backup.tmp", "of somebody else");
        Run(Write("bag.csv", SomeRows), Target);
        Assert.Equal([false, true, true], new[] { left, running, other }.Select(File.Exists));
    }

    [Fact]
    public void A_geopackage_with_a_nameless_table_is_read_without_it()
    {
        var path = Path.Combine(_folder, "bag.gpkg");
        using (var package = new SomeGeoPackage(path)) package.Nameless();
        Assert.Throws<InvalidDataException>(() => Run(path, Target));
    }

    private const string SomeRows = "straat;huisnummer;plaats;x;y\nModelweg;3;Grijpskerk;216215;586851\n";

    private static ImportReport Run(string bag, string target) =>
        GazetteerImport.Run(new ImportRequest { Out = target, Bag = [bag] }, DateTimeOffset.UnixEpoch, (_, _, _) => { });

    [Fact]
    public void Bad_rows_are_counted_with_their_reason_and_first_lines_and_the_good_ones_taken()
    {
        const string text =
            """
            straat,huisnummer,postcode,plaats,x,y,status
            Modelweg,3,9843AB,Grijpskerk,216215,586851,Naamgeving uitgegeven
            Modelweg,3,9843AB,Grijpskerk,216215,586851,Naamgeving uitgegeven
            "Lange
            weg",5,9843AB,Grijpskerk,216215,586851,
            Modelweg,drie,9843AB,Grijpskerk,216215,586851,
            Modelweg,0,9843AB,Grijpskerk,216215,586851,
            Modelweg,4,9843AB,Grijpskerk,6.3,53.2,
            Modelweg,6,98,Grijpskerk,216215,586851,
            Modelweg,7,9843AB,Grijpskerk,216215
            Modelweg,8,9843AB,Grijpskerk,216215,586851,Naamgeving ingetrokken

            Modelweg,9,,Grijpskerk,216215,586851,
            """;

        var table = Import(bag: [Write("bag.csv", text)]).Tables.Single();

        Assert.Equal((10, 2, 1), (table.Rows, table.Taken, table.Doubles));
        Assert.Equal(
            [
                "no house number of 1 to 99999: 6 7", "no position in the Netherlands: 8", "no postcode like 9843AB: 9",
                "5 columns instead of 7: 10", "withdrawn in the register: 11", "no street of 1 to 80 characters: 4",
            ],
            table.Bad.Select(bad => $"{bad.Reason}: {string.Join(' ', bad.Lines)}").OrderBy(line => line[^1] == '4')
                .ThenBy(line => int.Parse(line[(line.LastIndexOf(' ') + 1)..])));
    }

    [Fact]
    public void Letters_that_are_not_utf8_are_refused_and_not_guessed()
    {
        var path = Path.Combine(_folder, "latin.csv");
        File.WriteAllBytes(
            path, Encoding.Latin1.GetBytes("naam,soort,x,y\nSúdwest,brug,216215,586851\nsluis,sluis,216215,586851\n"));

        var table = Import(spots: [path]).Tables.Single();

        Assert.Equal(("letters that are not UTF-8", 1L), (table.Bad.Single().Reason, table.Taken));
    }

    [Fact]
    public void Posts_get_their_road_village_and_gemeente_from_the_road_sections()
    {
        var sections = Write(
            "wegvakken.csv",
            """
            WVK_ID,WEGBEHSRT,WEGNUMMER,ROUTELTR,ROUTENR,STT_NAAM,WPSNAAM,GME_NAAM
            345289002.0,P,N355,N,355,Oefenweg,Zuidhorn,Westerkwartier
            345289003,R,007,A,7,,Leek,Westerkwartier
            345289004,G,,,,Modelweg,Zuidhorn,Westerkwartier
            345289005,R,033,,,,Farmsum,Eemsdelta
            """);
        var posts = Write(
            "hectopunten.csv",
            """
            HECTOMTRNG,AFSTAND,WVK_ID,WVK_BEGDAT,ZIJDE,HECTO_LTTR,geom
            173,10,345289002,2004/04/01,,#,"MULTIPOINT ((219523 585413))"
            1990,10,345289003,2004/04/01,R,a,"MULTIPOINT (217333 574742)"
            12,10,345289004,2004/04/01,,#,POINT(219523 585413)
            13,10,345289005,2004/04/01,,#,POINT(219523 585413)
            14,10,999,2004/04/01,,#,POINT(219523 585413)
            """);

        var report = Import(nwb: [posts, sections]);

        Assert.Equal((2, 2), (report.Counts.Roads, report.Counts.Posts));
        Assert.Equal(3, report.Tables.Single(table => table.What == "posts").Bad.Single().Count);
        using var gazetteer = Open();
        var found = gazetteer.FindPost("N355", 17.3m, null)!;
        Assert.Equal((0, "Zuidhorn", "Westerkwartier"), (found.OffMetres, found.Post.Place, found.Post.Gemeente));
        var slip = gazetteer.FindPost("A7", 199m, null)!.Post;
        Assert.Equal((RoadSide.Right, "a"), (slip.Side, slip.Letter));
    }

    [Fact]
    public void Only_the_gemeente_asked_for_is_taken_also_when_only_the_road_sections_know_it()
    {
        var sections = Write("w.csv", "wvk_id,wegnummer,wpsnaam,gme_naam\n1,,Leek,Westerkwartier\n2,,Loppersum,Eemsdelta\n");
        var bag = Write(
            "b.csv", "straat;huisnummer;woonplaats;x;y\nOefenpad;2;Loppersum;245500;594800\nOefenpad;2;Leek;221200;575400\n"
            + "Oefenpad;2;Nergens;221200;575400\n");

        var report = Import(bag: [bag], nwb: [sections], gemeenten: ["eemsdelta"]);

        Assert.Equal(1, report.Counts.Addresses);
        var table = report.Tables.Single(table => table.What == "addresses");
        Assert.Equal((1, 1), (table.Elsewhere, table.Bad.Single().Count));
        using var gazetteer = Open();
        Assert.Equal("Eemsdelta", gazetteer.FindStreet("Oefenpad", "2", "Loppersum").Exact!.Gemeente);
    }

    [Fact]
    public void A_geopackage_gives_its_points_whatever_their_header_and_reference_system()
    {
        var path = Path.Combine(_folder, "bag-light.gpkg");
        const string columns = "openbare_ruimte_naam TEXT, huisnummer INTEGER, huisletter TEXT, toevoeging TEXT, postcode TEXT, woonplaats_naam TEXT";
        using (var package = new SomeGeoPackage(path))
        {
            package.Table("verblijfsobject", 28992, columns);
            for (var i = 0; i < 5; i++)
                package.Row("verblijfsobject", SomeGeoPackage.Point(216_215, 586_851, i, bigEndian: i % 2 == 1), "Modelweg", i + 1, null, null, "9843AB", "Grijpskerk");
            package.Row("verblijfsobject", SomeGeoPackage.Point(216_215, 586_851, 1, type: 1001), "Modelweg", 6, "A", "2", "9843AB", "Grijpskerk");
            package.Row("verblijfsobject", SomeGeoPackage.Point(216_215, 586_851, 1, type: 4), "Modelweg", 7, null, null, null, "Grijpskerk");
            package.Row("verblijfsobject", [1, 2, 3], "Modelweg", 8, null, null, "9843AB", "Grijpskerk");
            package.Table("lig \"plaats", 7, columns);
            package.Row("lig \"plaats", SomeGeoPackage.Square(216_215, 586_851, 10), "Modelweg", 9, null, null, "9843AB", "Grijpskerk");
            package.Table("wereld", 4326, columns);
            package.Row("wereld", SomeGeoPackage.Point(6.776726674, 53.419482050), "Proefstraat", 1, null, null, "9999XX", "Spijk");
            package.Table("pand", 28992, "bouwjaar INTEGER");
        }

        var report = Import(bag: [path]);

        Assert.Equal(9, report.Counts.Addresses);
        Assert.Equal(3, report.Tables.Count);
        using var gazetteer = Open();
        foreach (var number in new[] { "1", "2", "3", "4", "5", "6a-2", "9" })
            Assert.Equal(new Rd(216_215, 586_851), gazetteer.FindAddress("9843AB", number).Exact!.Rd);
        Assert.Null(gazetteer.FindStreet("Modelweg", "7", "Grijpskerk").Exact!.Postcode);
        Assert.InRange(gazetteer.FindAddress("9999XX", "1").Exact!.MetresFrom(new Rd(247_381, 604_581)), 0, 1);
    }

    [Theory]
    [InlineData("naam;soort\nsluis;sluis\n", "Expected columns openbareruimtenaam")]
    [InlineData("straat;huisnummer;woonplaats;x;y\n", "has no rows")]
    [InlineData("straat;huisnummer;woonplaats;x;y\nModelweg;3;Grijpskerk;0;0\n", "none of 1 rows can be used: no position")]
    [InlineData("", "no header line")]
    [InlineData("SQLite format 3\0 and then nothing of the kind", "cannot be read as GeoPackage")]
    [InlineData("\u007fELF\0\0\0", "is no text file")]
    public void A_wrong_file_says_what_was_expected_and_leaves_the_old_gazetteer(string text, string expected)
    {
        Run(Write("bag.csv", SomeRows), Target);
        var old = File.ReadAllBytes(Target);
        var wrong = Write("wrong.csv", text);

        var fault = Assert.Throws<InvalidDataException>(() => Import(bag: [wrong]));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Equal(old, File.ReadAllBytes(Target));
        Assert.Equal(3, Directory.GetFileSystemEntries(_folder).Length);
        Assert.Throws<FileNotFoundException>(() => Import(bag: [Path.Combine(_folder, "nix")]));
    }

    [Fact]
    public void The_invented_places_of_the_demonstration_are_all_taken()
    {
        var places = Path.Combine(RepositoryRoot(), "deploy", "examples", "places");
        var report = GazetteerImport.Run(
            new ImportRequest
            {
                Out = Target, Bag = [Path.Combine(places, "bag.csv")], Spots = [Path.Combine(places, "spots.csv")],
                Nwb = [Path.Combine(places, "nwb-hectopunten.csv"), Path.Combine(places, "nwb-wegvakken.csv")],
            }, DateTimeOffset.UnixEpoch, (_, _, _) => { });

        Assert.All(report.Tables, table => Assert.Empty(table.Bad));
        using var gazetteer = Open();
        Assert.Equal("Grijpskerk", gazetteer.FindAddress("9843AB", "3").Exact!.Place);
        Assert.Equal(0, gazetteer.FindPost("N355", 17.3m, null)!.OffMetres);
        Assert.Equal("Gaarkeuken", gazetteer.FindSpots("sluis gaarkeuken").Single().Place);
        Assert.Equal("Stedum", gazetteer.FindSpots("station stedum").Single().Place);
    }

    [Fact]
    public void Random_bytes_are_no_geometry_and_no_exception()
    {
        const int seed = 11;
        var chance = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = i % 2 == 0 ? SomeGeoPackage.Square(1, 2, 3) : SomeGeoPackage.Point(1, 2, i % 5, i % 3 == 0, 4);
            for (var flips = chance.Next(1, 6); flips > 0; flips--) bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            var cut = bytes.AsSpan(0, chance.Next(bytes.Length + 1));
            try
            {
                _ = Wkb.TryMiddle(cut, out _, out _);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {i}, {Convert.ToHexString(cut)}: {e}");
            }
        }
    }

    private ImportReport Import(string[]? bag = null, string[]? nwb = null, string[]? spots = null, string[]? gemeenten = null) =>
        GazetteerImport.Run(
            new ImportRequest { Out = Target, Bag = bag ?? [], Nwb = nwb ?? [], Spots = spots ?? [], Gemeenten = gemeenten ?? [] },
            DateTimeOffset.UnixEpoch, (_, _, _) => { });

    private Gazetteer Open() => Gazetteer.TryOpen(Target, out var fault) ?? throw new InvalidOperationException(fault);

    private string Write(string name, string text, bool mark = false)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text, new UTF8Encoding(mark));
        return path;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Noodlink.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
