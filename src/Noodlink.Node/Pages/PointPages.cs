using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages;

/// <summary>Enter what no machine can know: does 112 work here, and how long is there electricity? Neither asks a
/// PIN.</summary>
internal sealed class PointPages(Desk desk)
{
    public const string Reach112 = "/112";
    public const string Power = "/instellingen/stroom";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Reach112, context => Show112Async(context, StatusCodes.Status200OK, null));
        routes.MapPost(Reach112, Post112Async);
        routes.MapGet(Power, context => ShowPowerAsync(context, StatusCodes.Status200OK, null, FormFields.NoErrors));
        routes.MapPost(Power, PostPowerAsync);
    }

    private Task Show112Async(HttpContext context, int status, string? fault) => Page.WriteAsync<Reach112Screen>(
        context, Words.Point_112, new Reach112Screen.Reach112Model(FormGuard.Of(context), desk.Facts.Reach112, fault), status);

    private async Task Post112Async(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var outcome = await desk.SetFactAsync(LocalFact.Reach112, form["reach112"].ToString(), context.RequestAborted);
        if (outcome is FactOutcome.Kept) Page.SeeOther(context, "/");
        else await Show112Async(context, StatusOf(outcome), ReasonOf(outcome));
    }

    private async Task PostPowerAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var hours = form["powerHours"].ToString().Trim();
        if (form["power"].ToString() is not { Length: > 0 } source)
        {
            await ShowPowerAsync(
                context, StatusCodes.Status422UnprocessableEntity, form, SendForm.One("power", Words.Point_PowerChoose));
            return;
        }

        var outcome = await desk.SetFactAsync(LocalFact.PowerHours, hours.Length == 0 ? null : hours, context.RequestAborted);
        if (outcome is FactOutcome.Kept)
            outcome = await desk.SetFactAsync(LocalFact.PowerSource, source, context.RequestAborted);
        if (outcome is FactOutcome.Kept) Page.SeeOther(context, "/");
        else await ShowPowerAsync(
            context, StatusOf(outcome), form, SendForm.One(
                "powerHours", outcome is FactOutcome.Unfit ? Words.Point_PowerWhole : ReasonOf(outcome)));
    }

    private Task ShowPowerAsync(
        HttpContext context, int status, IFormCollection? typed, IReadOnlyDictionary<string, string[]> errors)
    {
        var power = desk.Facts.Power;
        var fields = new FormFields(
            typed ?? DraftFields.Of([("power", power?.Source.ToString()), ("powerHours", HoursOf(power))]), errors);
        return Page.WriteAsync<PowerScreen>(
            context, Words.Point_Power, new PowerScreen.PowerModel(FormGuard.Of(context), fields), status);
    }

    private static string? HoursOf(PowerState? power) => power?.Left is { } left && left > TimeSpan.Zero
        ? $"{(int)left.TotalHours}" : null;

    private static int StatusOf(FactOutcome outcome) => outcome is FactOutcome.NotStored
        ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status422UnprocessableEntity;

    private static string ReasonOf(FactOutcome outcome) => outcome switch
    {
        FactOutcome.NotStored lost => lost.Reason,
        FactOutcome.Unfit unfit => unfit.Reason,
        _ => "",
    };
}
