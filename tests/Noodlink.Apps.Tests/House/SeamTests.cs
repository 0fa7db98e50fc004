using System.Reflection;
using Noodlink.Cli.Air;
using Noodlink.Hub.Meldkamer;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Modems;

namespace Noodlink.Apps.Tests.House;

/// <summary>Who adds a modem, a forwarder, a kind or a decoder also adds what goes with it.</summary>
public sealed class SeamTests
{
    private static readonly string[] ModemPage =
    [
        "What to buy", "Wiring", "Firmware", "Settings", "Legal power and band", "Limits and known faults",
        "How to tell that it works",
    ];

    [Fact]
    public void Every_modem_is_in_its_contract_suite()
    {
        Rule.Holds(
            "tests/Noodlink.Station.Tests/Modems/ModemContractTests.cs runs over the whole catalogue:",
            Uncovered(
                "tests/Noodlink.Station.Tests/Modems/", "Contract", "ModemCatalogue.Kinds", ["EmulationCatalogue.All"]));
        Rule.Holds(
            "Every modem of ModemCatalogue has an emulated device (EmulationCatalogue) for the contract suite:",
            ModemCatalogue.Kinds.Select(kind => kind.Scheme)
                .Except(EmulationCatalogue.All.Select(emulation => emulation.Scheme)));
    }

    [Fact]
    public void Every_modem_has_its_page_in_the_form_of_all() =>
        Rule.Holds(
            "firmware-notes/<modem>.md has the parts that firmware-notes/README.md names, and stands in its table:",
            from kind in ModemCatalogue.Kinds
            let page = new SourceFile($"firmware-notes/{kind.Scheme}.md").Text
            from part in ModemPage.Where(part => !page.Contains($"\n## {part}", StringComparison.Ordinal))
                .Concat(
                    new SourceFile("firmware-notes/README.md").Text.Contains(
                        $"\n| [{kind.Scheme}.md]", StringComparison.Ordinal) ? [] : ["a row in the table of README.md"])
            select $"{kind.Scheme}.md: {part}");

    [Fact]
    public void Every_forwarder_is_in_its_contract_suite() =>
        Rule.Holds(
            "Every forwarder of ForwarderCatalogue stands in tests/Noodlink.Apps.Tests/Meldkamer/*Contract*.cs:",
            Uncovered(
                "tests/Noodlink.Apps.Tests/Meldkamer/", "Contract", "ForwarderCatalogue.Kinds",
                ForwarderCatalogue.Kinds.Select(kind => $"\"{kind.Scheme}\"")));

    [Fact]
    public void Every_decoder_is_fed_a_million_inputs() =>
        Rule.Holds(
            "Every public Try... of Noodlink.Protocol that reads bytes or text stands in a *Fuzz*.cs of its tests:",
            Uncovered(
                "tests/Noodlink.Protocol.Tests/", "Fuzz", "1_000_000",
                from type in typeof(BodyCodec).Assembly.GetExportedTypes()
                from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance)
                where IsDecoder(method)
                select method.IsStatic ? $"{type.Name}.{method.Name}(" : $".{method.Name}("));

    [Fact]
    public void Every_kind_has_its_page_in_the_wire_format()
    {
        var page = new SourceFile("src/Noodlink.Protocol/README.md").Text;
        Rule.Holds(
            "src/Noodlink.Protocol/README.md gives every kind its number, and its body a section or a row of its own:",
            from kind in Enum.GetValues<Kind>()
            where !Says($"{(byte)kind} {kind}") || !(Says($"({kind})") || Says($"\n| {kind} "))
            select $"{(byte)kind} {kind}");
        bool Says(string text) => page.Contains(text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_is_fuzzed_and_written_once_as_a_golden_vector()
    {
        const string Tests = "tests/Noodlink.Protocol.Tests/";
        var kinds = Enum.GetNames<Kind>();
        Rule.Holds(
            "Every kind has its place in the fuzz tests and in the golden vectors (Kind.X, or its message):",
            [
                .. Uncovered(Tests, "Fuzz", "Fuzz", kinds.Select(kind => $"Kind.{kind}")),
                .. Uncovered(Tests, "Golden", "Golden", kinds),
            ]);
    }

    private static readonly Type[] FromOutside =
    [
        typeof(ReadOnlySpan<byte>), typeof(ReadOnlyMemory<byte>), typeof(ReadOnlySpan<char>), typeof(string),
        typeof(IReadOnlyDictionary<byte, byte[]>),
    ];

    private static bool IsDecoder(MethodInfo method) =>
        method.Name.StartsWith("Try", StringComparison.Ordinal)
        && (method.ReturnType == typeof(bool) || method.ReturnType == typeof(DecodeResult))
        && method.GetParameters().Any(parameter => FromOutside.Contains(parameter.ParameterType));

    /// <summary>What no file of a suite mentions. A suite that is not there mentions nothing.</summary>
    private static IEnumerable<string> Uncovered(string folder, string suite, string source, IEnumerable<string> names)
    {
        var text = string.Concat(
            SourceFile.CSharp(tests: true)
                .Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal)
                    && file.Name.Contains(suite, StringComparison.Ordinal))
                .Select(file => file.Code));
        return names.Append(source).Where(name => !text.Contains(name, StringComparison.Ordinal));
    }
}
