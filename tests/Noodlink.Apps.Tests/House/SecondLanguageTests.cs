using System.Globalization;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Node.Pages;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Apps.Tests.House;

/// <summary>A second language is a second file beside Words.restext and a setting, and nothing else.</summary>
public sealed class SecondLanguageTests
{
    // Esperanto: no region of ours will have a file for it.
    private const string Code = "eo";

    static SecondLanguageTests() => SecondFile.Add(
        Code, "State_Sending=Survoje", "Message_Say=Diru al la raportanto:",
        "Resident_Sending=Via raporto estas survoje al la kunordiga punkto.",
        "Fault_Range=Enigu entjeran nombron de {0} ĝis {1}.", "Label_AlarmTypeMedicalDevice=hejma aparato haltas");

    [Fact]
    public async Task A_page_comes_out_in_the_words_of_a_second_file()
    {
        Assert.Contains(Words.Message_Say, await PageAsync(), StringComparison.Ordinal);
        CultureInfo.CurrentUICulture = Language.Find(Code)!;

        var page = await PageAsync();

        foreach (var word in (string[])
            [">Survoje<", "Diru al la raportanto:", "Via raporto estas survoje", "hejma aparato haltas"])
            Assert.Contains(word, page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Enigu entjeran nombron de 0 ĝis 14.", FaultText.Of(Protocol.Json.FieldFault.Range(0, 14)));
        Assert.Equal(Code, Language.Here);
    }

    [Fact]
    public async Task What_is_not_in_the_second_file_stays_Dutch()
    {
        CultureInfo.CurrentUICulture = Language.Find(Code)!;

        Assert.Contains("Wat er nu gebeurt", await PageAsync(), StringComparison.Ordinal);
        Assert.Equal("Niet bevestigd – pak de portofoon", MessageLabels.Of(MessageState.Unconfirmed));
    }

    [Fact]
    public void A_language_without_a_file_is_a_fault_of_the_configuration()
    {
        Assert.Null(Language.Find("qq"));
        Assert.Null(Language.Find("no such language"));
        Assert.Equal(CultureInfo.InvariantCulture, Language.Find(Language.Home));
        Assert.Equal(Language.Home, new StationOptions().Language);
    }

    [Fact]
    public void The_compiler_takes_every_file_of_words_that_stands_there()
    {
        var project = new SourceFile("src/Noodlink.Station/Noodlink.Station.csproj").Text;

        Assert.Contains("Include=\"Dutch/Words.*.restext\"", project, StringComparison.Ordinal);
        Assert.Contains("LogicalName=\"Noodlink.Station.Dutch.%(Filename).resources\"", project, StringComparison.Ordinal);
    }

    private static Task<string> PageAsync() => MessageScreenTests.PageOf(SomeView.In(MessageState.Sending));
}
