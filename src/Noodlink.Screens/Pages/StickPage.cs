using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Noodlink.Screens.Api;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Markup;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Pages;

/// <summary>When nothing else works: everything on a USB stick and back, by two buttons or through the browser.</summary>
internal sealed class StickPage(bool atHub)
{
    public const string Path = "/usb-stick";

    /// <summary>The two buttons, for the first page of the program. Nothing without <c>Courier:Directory</c>.</summary>
    public static Html Buttons(HttpContext context)
    {
        if (StickOf(context) is null) return Html.Empty;
        return Html.Of($"""
            <div class="buttons" id="stick-knoppen">
            {Button(context, "schrijf", Words.Stick_Write)}
            {Button(context, "lees", Words.Stick_Read)}
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
        if (file.Length == 0) return new StickResult(false, Words.Stick_ChooseFile);
        var import = await context.RequestServices.GetRequiredService<StationHost>().Courier.ImportAsync(
            file, context.RequestAborted);
        return import.Refusal == CourierRefusal.None
            ? new StickResult(import is { Refused: 0, Missing: 0, NotStored: 0 }, StickText.Of(import, atHub))
            : new StickResult(false, StickText.Of(import.Refusal, atHub));
    }

    private Task ShowAsync(HttpContext context, StickResult? result) => Page.WriteAsync<StickScreen>(
        context, Words.Stick_Title,
        new StickScreen.StickModel(
            FormGuard.Of(context), atHub, StickOf(context) is null ? null : (MarkupString)Buttons(context).ToString(),
            result));

    private static Html Button(HttpContext context, string what, string words) => Html.Of($"""
        <form method="post" action="{Path}">{Forms.Token(context)}<input type="hidden" name="doen" value="{what}">
        <button class="utrecht-button utrecht-button--secondary-action" type="submit">{words}</button></form>
        """);

    private static Stick? StickOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<StationHost>().Stick;
}
