using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Screens.Markup;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Screens.Pages;

/// <summary>What goes on without a network: the blank form, a noodmelding on paper, and for who has no printer the same
/// noodmelding to write over from the screen.</summary>
internal sealed class PaperPages(Desk desk, ScreenSettings settings, StationSetup setup)
{
    /// <summary>How a noodsteunpunt works, on one sheet; a coördinatiepunt has none.</summary>
    public const string InstructionPath = "/papier/uitleg";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/papier", BlankAsync);
        routes.MapGet("/meldingen/{id}/print", PrintAsync);
        routes.MapGet("/meldingen/{id}/schrijf-over", WriteOverAsync);
    }

    private Task BlankAsync(HttpContext context)
    {
        var drill = context.Request.Query["soort"] == "oefening";
        var contact = string.IsNullOrWhiteSpace(setup.Station.Contact) ? null : setup.Station.Contact;
        return Layout.WriteAsync(context, drill ? Words.Paper_FormDrill : Words.Paper_Form, Html.Of($"""
            <h1 class="no-print">{(drill ? Words.Paper_FormDrill : Words.Paper_Form)}</h1>
            <p class="no-print">{Words.Paper_PrintNow}</p>
            <p class="buttons"><button class="button main" type="button" data-print>{Words.Paper_Print}</button>
            {(drill ? Html.Of($"""<a class="button" href="/papier">{Words.Paper_ForReal}</a>""")
                : Html.Of($"""<a class="button" href="/papier?soort=oefening">{Words.Paper_ForDrill}</a>"""))}
            {Html.If(!setup.Identity.IsHub, $"""<a class="button" href="{InstructionPath}">{Words.Paper_ToInstruction}</a>""")}</p>
            {PaperForm.Of(settings.Point, settings.StationId, settings.StationName, contact, drill)}
            """));
    }

    private Task PrintAsync(HttpContext context) => WithAlarmAsync(context, (view, alarm) =>
    {
        var number = view.Number;
        return Layout.WriteAsync(context, Say.It(Words.Paper_AlarmTitle, number), Html.Of($"""
            <p class="buttons"><button class="button main" type="button" data-print>{Words.Paper_Print}</button>
            <a class="button" href="/meldingen/{number}/schrijf-over">{Words.Paper_NoPrinter}</a>
            <a class="button" href="/meldingen/{number}">{Words.Paper_Back}</a></p>
            <div class="paper filled">
            <p class="paper-head"><strong>{Say.It(Words.Paper_AlarmHead, MessageLabels.Of(view.Status))}</strong>
            <span class="number">{number}</span></p>
            <p class="paper-line">{Spelling.Of(number)}</p>
            <div class="paper-two"><div>
            <p class="paper-line"><b>{From(view)}</b>, {DutchTime.DateAndTime(view.Entry?.At ?? view.CreatedAt)}{Channel(view)}</p>
            {Incomplete(view)}
            <dl>{FactsList.Rows(alarm.Facts, Here(view)).Select(Row)}</dl>
            </div>{Code(view)}</div>
            <p class="paper-line">{Words.Paper_ReadInOrder} {Blank(4)}
            {Words.Paper_WhoAnswered} {Blank(8)} {Words.Paper_ControlRoomNumber} {Blank(6)}</p>
            </div>
            """), frame: view.Status);
    });

    private Task WriteOverAsync(HttpContext context) => WithAlarmAsync(context, (view, alarm) =>
        Layout.WriteAsync(context, Say.It(Words.Paper_OverTitle, view.Number), Html.Of($"""
            <p class="buttons"><a class="button main" href="/meldingen/{view.Number}">{Words.Paper_Back}</a></p>
            <h1>{Say.It(Words.Paper_Over, view.Number)}</h1>
            <p>{Words.Paper_OverHow}</p>
            {Incomplete(view)}
            <ol class="over">
            <li><b>{MessageLabels.Of(view.Status)}</b> {view.Number} <span class="spelled">{Spelling.Of(view.Number)}</span></li>
            {FactsList.Rows(alarm.Facts, Here(view)).Where(row => !string.IsNullOrEmpty(row.Words)).Select(Big)}
            </ol>
            """), frame: view.Status));

    private static Html Row((string Question, string? Words) row) => Html.Of(
        $"""<dt>{row.Question}</dt><dd class="typed">{(string.IsNullOrEmpty(row.Words) ? "–" : row.Words)}</dd>""");

    private static Html Big((string Question, string? Words) row)
    {
        var dot = row.Question.IndexOf(". ", StringComparison.Ordinal);
        var (number, question) = dot < 0 ? ("T", row.Question) : (row.Question[..dot], row.Question[(dot + 2)..]);
        return Html.Of($"""
            <li><b>{number}</b> <span class="typed">{row.Words}</span>
            <small>{question}</small></li>
            """);
    }

    /// <summary>The sealed noodmelding for a scanner at the coördinatiepunt. Only who made it has it.</summary>
    private Html Code(MessageView view)
    {
        if (!view.Own || desk.FindSealed(view.Number) is not { Length: <= SheetCode.FrameBytesMax } frame) return Html.Empty;
        return Html.Of($"""
            <figure class="paper-code">{QrImage.Of(SheetCode.Of(frame), Say.It(Words.Paper_CodeOf, view.Number))}
            <figcaption>{Words.Paper_CodeHow}</figcaption></figure>
            """);
    }

    private static Html Incomplete(MessageView view) => Html.If(
        !view.Complete, $"""<p class="alert">{Words.Paper_Incomplete}</p>""");

    private string From(MessageView view) => view.Own ? $"{settings.Point} {settings.StationName} ({settings.StationId})"
        : desk.Stations.FirstOrDefault(station => station.Id == view.Station) is { } station
            ? $"{station.Name} ({station.Id})" : view.Station;

    private string? Here(MessageView view) => view.Own ? null : From(view);

    private string Channel(MessageView view) =>
        view.Own && !string.IsNullOrWhiteSpace(setup.Station.Contact) ? Say.It(Words.Paper_Contact, setup.Station.Contact) : "";

    private static Html Blank(int width) => Html.Of($"""<span class="blank em{width}"></span>""");

    private Task WithAlarmAsync(HttpContext context, Func<MessageView, Alarm, Task> show) =>
        desk.Find((string)context.Request.RouteValues["id"]!) is { Body: Alarm alarm } view ? show(view, alarm)
            : ErrorPages.WriteAsync(
                context, StatusCodes.Status404NotFound, Words.Paper_NotThere, Words.Paper_NotThereWhy);
}
