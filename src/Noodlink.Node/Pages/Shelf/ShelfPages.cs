using Microsoft.Net.Http.Headers;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.Shelf;

/// <summary>The document shelf: to read and to print, without any network.</summary>
internal sealed class ShelfPages(StationSetup setup)
{
    public const string Address = "/plank";

    private readonly DocumentShelf _shelf = new(setup.Places.Shelf);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, context => Page.WriteAsync<ShelfScreen>(
            context, Words.Shelf_Title, new ShelfScreen.ShelfModel(_shelf.Documents(), setup.Places.Shelf)));
        routes.MapGet(Address + "/{name}", OneAsync);
    }

    /// <summary>The address of a document, whatever its name is.</summary>
    public static string AddressOf(Document document) => $"{Address}/{Uri.EscapeDataString(document.Name)}";

    private async Task OneAsync(HttpContext context)
    {
        if (_shelf.Find((string)context.Request.RouteValues["name"]!) is not { } document)
        {
            await ErrorPages.WriteAsync(
                context, StatusCodes.Status404NotFound, Words.Shelf_NotThere, Words.Shelf_NotThereHint);
            return;
        }

        var shown = new ContentDispositionHeaderValue("inline");
        shown.SetHttpFileName(document.Name);
        context.Response.Headers.ContentDisposition = shown.ToString();
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentType = document.MediaType;
        try
        {
            await context.Response.SendFileAsync(document.Path, context.RequestAborted);
        }
        catch (IOException) when (!context.Response.HasStarted)
        {
            // Taken away between the list and the reading.
            context.Response.Headers.ContentDisposition = default;
            context.Response.ContentType = null;
            await ErrorPages.WriteAsync(
                context, StatusCodes.Status404NotFound, Words.Shelf_NotThere, Words.Shelf_NotThereHint);
        }
    }
}
