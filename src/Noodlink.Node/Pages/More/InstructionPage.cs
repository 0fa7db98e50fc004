using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.More;

/// <summary>The instruction of this point on one sheet, to hang beside the screen.</summary>
internal sealed class InstructionPage(ScreenSettings settings, StationSetup setup)
{
    public const string Address = PaperPages.InstructionPath;

    private static (string Title, string Text)[] Steps =>
    [
        (Words.Paper_OpenTitle, Words.Paper_Open), (Words.Paper_SendTitle, Words.Paper_Send),
        (Words.Paper_FollowTitle, Words.Paper_Follow), (Words.Paper_RedTitle, Words.Paper_Red),
        (Words.Paper_VoiceTitle, Words.Paper_Voice), (Words.Paper_SheetTitle, Words.Paper_Sheet),
        (Words.Paper_StickTitle, Words.Paper_Stick), (Words.Paper_DrillTitle, Words.Paper_Drill),
    ];

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Address, context => Page.WriteAsync<InstructionScreen>(
        context, Words.Paper_Instruction, new InstructionScreen.InstructionModel(
            Steps, $"{settings.Point} {settings.StationName} {settings.StationId}",
            string.IsNullOrWhiteSpace(setup.Station.Contact) ? null : setup.Station.Contact)));
}
