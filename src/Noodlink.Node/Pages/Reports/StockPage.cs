using System.Globalization;
using System.Text.Json.Nodes;
using Noodlink.Node.Drafts;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages.Reports;

/// <summary>Voorraad: what this point has and how long it lasts, one line for each thing, filled in beforehand with the last
/// one.</summary>
internal sealed class StockPage
{
    public const string Address = "/voorraad";

    private const int ReportsShown = 3;

    private readonly Desk _desk;
    private readonly FormRound _round;
    private readonly TimeProvider _time;
    private readonly FormSubject _subject;

    public StockPage(Desk desk, FormRound round, TimeProvider time)
    {
        _desk = desk;
        _round = round;
        _time = time;
        _subject = new FormSubject(
            DraftForms.Stock, Address,
            [
                .. StockLines.Items.SelectMany(item => (FormQuestion[])[
                    new FormQuestion(StockLines.Amount(item), HelpLabels.Of(item)),
                    new FormQuestion(StockLines.Unit(item), HelpLabels.Of(item), IsChoice: true),
                    new FormQuestion(StockLines.Hours(item), HelpLabels.Of(item)),
                ]),
                new FormQuestion("text", Words.Situation_StockText),
            ],
            BodyOf, ShowAsync)
        {
            FieldOf = StockLines.FieldOf,
        };
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, context => _round.GetAsync(context, _subject, Last));
        routes.MapPost(Address, context => _round.PostAsync(context, _subject));
    }

    private IFormCollection? Last() =>
        Reports().Select(view => view.Body).OfType<StockReport>().FirstOrDefault(report => report.Items.Count > 0) is { } last
            ? DraftFields.Of(last.Items.DistinctBy(line => line.Item).SelectMany(line => ((string, string?)[])[
                (StockLines.Amount(line.Item), line.Amount.ToString(CultureInfo.InvariantCulture)),
                (StockLines.Unit(line.Item), line.Unit?.ToString()),
                (StockLines.Hours(line.Item), line.HoursLeft?.ToString(CultureInfo.InvariantCulture)),
            ])) : null;

    private IReadOnlyList<MessageView> Reports() =>
        [.. _desk.Messages(new MessageFilter([], [Kind.StockReport], ReportsShown)).Items.Where(view => view.Own)];

    private static JsonObject BodyOf(IFormCollection form)
    {
        var body = FormJson.Of(form, nameof(Kind.StockReport), ["text"], []);
        body["items"] = new JsonArray([.. StockLines.Filled(form).Select(item => (JsonNode)StockLines.Of(form, item))]);
        return body;
    }

    private Task ShowAsync(HttpContext context, FormState form) => Page.WriteAsync<StockScreen>(
        context, Words.Situation_StockTitle, new StockScreen.StockModel(form, Reports(), _time.GetUtcNow()), form.Status);
}
