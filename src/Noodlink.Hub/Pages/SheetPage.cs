using Noodlink.Hub.Meldkamer;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>The sheet to read aloud to the meldkamer: the lines that the forwarders write as well, in big type, with
/// all that is known at this moment. It prints on one A4.</summary>
internal sealed class SheetPage(Desk desk, DossierDesk dossiers)
{
    public Task GetAsync(HttpContext context)
    {
        var view = desk.Find((string)context.Request.RouteValues["id"]!);
        if (view is not { Kind: Kind.Alarm, Own: false, Body: Alarm alarm }
            || dossiers.Find(Version(view, alarm)) is not { } dossier)
        {
            return ErrorPages.WriteAsync(
                context, StatusCodes.Status404NotFound, Words.Paper_NotThere, Words.Paper_NotThereWhy);
        }

        return Layout.WriteAsync(context, Say.It(Words.Meldkamer_Title, view.Number), Html.Of($"""
            <h1>{Say.It(Words.Meldkamer_Title, view.Number)}</h1>
            <p class="buttons"><a class="button main" href="/meldingen/{view.Number}">{Words.Voice_Back}</a>
            <button class="button" type="button" data-print>{Words.Paper_Print}</button></p>
            <div class="sheet" id="blad" data-live>
            <p class="sheet-head">{MessageLabels.Of(view.Status)} – {Words.Paper_Alarm}
            <span class="number">{view.Number}</span></p>
            <p class="spelled">{Spelling.Of(view.Number)}</p>
            {Warnings(view)}
            {Reading.Of(dossier).GroupBy(line => line.Section).Select(Section)}
            </div>
            """), frame: view.Status);
    }

    /// <summary>All that is known now, as one version. The files for the meldkamer have versions of their
    /// own.</summary>
    private VersionView Version(MessageView view, Alarm alarm) => new(
        Key: 0, view.Number, Version: 1, view, VersionCause.New, Together.Of(desk, view, alarm), view.Complete,
        view.StoredAt,
        Earlier: [], Attempts: new Dictionary<string, int>());

    private static Html Warnings(MessageView view) => Html.Of($"""
        {Html.If(view.Withdrawn || view.State == MessageState.Cancelled, $"""
            <p class="alert">{Words.Meldkamer_Withdrawn}</p>
            """)}
        {Html.If(!view.Complete, $"""<p class="alert">{Words.Paper_Incomplete}</p>""")}
        """);

    private static Html Section(IGrouping<Meldkamer.Section, ReadingLine> section) => Html.Of($"""
        <h2>{Title(section.Key)}</h2>
        <dl class="facts-list">
        {section.Select(line => Html.Of($"""
            <dt>{line.Label}</dt><dd class="{(line.Spelled ? "spelled" : "typed")}">{line.Value}</dd>
            """))}
        </dl>
        """);

    private static string Title(Meldkamer.Section section) => section switch
    {
        Meldkamer.Section.Who => Words.Meldkamer_Who,
        Meldkamer.Section.Where => Words.Meldkamer_Where,
        Meldkamer.Section.What => Words.Meldkamer_What,
        Meldkamer.Section.Danger => Words.Meldkamer_Danger,
        Meldkamer.Section.Hazards => Words.Meldkamer_Hazards,
        Meldkamer.Section.Contact => Words.Meldkamer_Contact,
        _ => Words.Meldkamer_Rest,
    };
}
