using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Noodlink.Screens.Api;
using Noodlink.Screens.Markup;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Pages;

/// <summary>When nothing else works: everything on a USB stick and back, by two buttons or through the browser.</summary>
internal sealed class StickPage(bool atHub)
{
    public const string Path = "/usb-stick";

    private const string NodeAdvice =
        "Werkt het netwerk niet en de radio ook niet? Breng de meldingen dan op een USB-stick naar het " +
        "coördinatiepunt. Wat op de stick staat blijft ook hier staan.";

    private const string HubAdvice =
        "Werkt het netwerk niet en de radio ook niet? Dan brengt iemand de meldingen op een USB-stick. Lees de " +
        "stick, zet daarna de ontvangstbevestigingen en vragen erop, en geef hem mee terug.";

    /// <summary>The two buttons, for the first page of the program. Nothing without <c>Courier:Directory</c>.</summary>
    public static Html Buttons(HttpContext context)
    {
        if (StickOf(context) is null) return Html.Empty;
        return Html.Of($"""
            <div class="buttons" id="stick-knoppen">
            {Button(context, "schrijf", "Zet op USB-stick")}
            {Button(context, "lees", "Lees USB-stick")}
            </div>
            """);
    }

    public Task GetAsync(HttpContext context) => ShowAsync(context, null);

    public async Task PostAsync(HttpContext context)
    {
        CourierBody.Allow(context);
        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var cancel = context.RequestAborted;
        await ShowAsync(context, $"{form["doen"]}" switch
        {
            "schrijf" when StickOf(context) is { } stick => await stick.WriteAsync(cancel),
            "lees" when StickOf(context) is { } stick => await stick.ReadAsync(cancel),
            "bestand" => await ReadFileAsync(context, form),
            _ => null,
        });
    }

    private async Task<StickResult> ReadFileAsync(HttpContext context, IFormCollection form)
    {
        if (await CourierBody.OfFormAsync(form.Files, context.RequestAborted) is not { } file)
            return new StickResult(false, StickText.TooLong(form.Files[0].FileName));
        if (file.Length == 0) return new StickResult(false, "Kies eerst een bestand dat niet leeg is.");
        var import = await context.RequestServices.GetRequiredService<StationHost>().Courier.ImportAsync(
            file, context.RequestAborted);
        return import.Refusal == CourierRefusal.None
            ? new StickResult(import is { Refused: 0, Missing: 0, NotStored: 0 }, StickText.Of(import, atHub))
            : new StickResult(false, StickText.Of(import.Refusal, atHub));
    }

    private Task ShowAsync(HttpContext context, StickResult? result) => Layout.WriteAsync(
        context, "USB-stick", Html.Of($"""
            <h1>USB-stick</h1>
            {(result is null ? Html.Empty : Of(result))}
            <p>{(atHub ? HubAdvice : NodeAdvice)}</p>
            {(StickOf(context) is null ? Html.Of($"""
                <p class="hint">De knoppen voor de stick staan hier uit. Met een bestand kan het wel.</p>
                """) : Buttons(context))}
            <h2>Met een bestand</h2>
            <p><a class="button" href="{CourierEndpoint.Path}" download>Download het bestand</a></p>
            <form method="post" action="{Path}" enctype="multipart/form-data">
            {Forms.Token(context)}<input type="hidden" name="doen" value="bestand">
            <p class="field"><label for="bestand">Bestand van {(atHub
                ? "een noodsteunpunt" : "het coördinatiepunt")}</label>
            <input type="file" id="bestand" name="bestand" accept="{CourierDesk.Extension}"></p>
            <p><button class="button" type="submit">Lees dit bestand</button></p>
            </form>
            """));

    private static Html Of(StickResult result) => result.Good
        ? Html.Of($"""<div class="stand" role="status" id="stick-uitkomst"><p class="do">{result.Words}</p></div>""")
        : Html.Of($"""<div class="alert" role="alert" id="stick-uitkomst"><p class="do">{result.Words}</p></div>""");

    private static Html Button(HttpContext context, string what, string words) => Html.Of($"""
        <form method="post" action="{Path}">{Forms.Token(context)}<input type="hidden" name="doen" value="{what}">
        <button class="button" type="submit">{words}</button></form>
        """);

    private static Stick? StickOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<StationHost>().Stick;
}
