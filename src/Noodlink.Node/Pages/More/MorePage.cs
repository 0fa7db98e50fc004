using Noodlink.Screens.Frame;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.More;

/// <summary>Everything that has no place in the menu, as big links. What is not there is not named.</summary>
internal sealed class MorePage(EndpointDataSource endpoints)
{
    public const string Address = "/meer";

    private static (string Address, string Words, string Why)[] All =>
    [
        ("/hulpbord", Words.Help_BoardTitle, Words.More_WhyBoard), ("/aanbod", Words.Help_OfferTitle, Words.More_WhyOffer),
        ("/voorraad", Words.Situation_StockTitle, Words.More_WhyStock), ("/kaart", Words.More_Map, Words.More_WhyMap),
        ("/dienst", Words.More_Shift, Words.More_WhyShift), ("/papier", Words.Paper_Title, Words.More_WhyPaper),
        (InstructionPage.Address, Words.Paper_Instruction, Words.More_WhyInstruction),
        ("/usb-stick", Words.More_Stick, Words.More_WhyStick), ("/plank", Words.Shelf_Title, Words.More_WhyShelf),
        ("/oefening", Words.Exercise_Title, Words.More_WhyExercise), ("/oud", Words.More_Old, Words.More_WhyOld),
        ("/instellingen", Words.More_Settings, Words.More_WhySettings),
        ("/toegankelijkheid", Words.More_Accessible, Words.More_WhyAccessible),
    ];

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Address, context =>
    {
        var there = endpoints.Endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText)
            .ToHashSet(StringComparer.Ordinal);
        return Page.WriteAsync<MoreScreen>(
            context, Words.More_Title,
            new MoreScreen.MoreModel([.. All.Where(one => there.Contains(one.Address))]));
    });
}
