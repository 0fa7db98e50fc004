using Noodlink.Node.Drafts;
using Noodlink.Node.Pages.Drills;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.Sending;

/// <summary>Shows a step of a noodmelding as the draft has it.</summary>
internal sealed class StepView(Desk desk, DraftBook book, PlaceView places)
{
    /// <summary>Whether it is real: as it was begun or said. Nothing else changes it, also not an exercise that begins or
    /// ends meanwhile.</summary>
    /// <param name="shown">What the page of this person said; null when there is none.</param>
    public MessageStatus StatusOf(TypedFields fields, MessageStatus? shown = null) =>
        DraftFacts.Word<MessageStatus>(fields, "status") ?? shown
        ?? (desk.Exercise is ExerciseState.Running ? MessageStatus.Exercise : MessageStatus.Actual);

    /// <param name="fields">What to show when it could not be saved; null: as it stands.</param>
    public Task ShowAsync(
        HttpContext context, string id, Step step, int httpStatus = StatusCodes.Status200OK, TypedFields? fields = null,
        params Notice[] notices)
    {
        var model = ModelOf(context, id, step, fields);
        // Nobody knows whether it is an exercise, and nobody has begun: that comes first.
        if (desk.Exercise is ExerciseState.InDoubt doubt && DraftFacts.Word<MessageStatus>(model.Fields, "status") is null)
            return Page.WriteAsync<DoubtScreen>(
                context, Words.Exercise_Ask,
                new DoubtScreen.DoubtModel(
                    doubt.Name, DrillPages.Address, DrillPages.AnswerField, StepModel.AddressOf(id, step), model.Guard),
                httpStatus);
        model = model with { Notices = [.. notices, .. model.Notices] };
        return step switch
        {
            Step.Services => WriteAsync<ServicesStep>(context, model, model, httpStatus),
            Step.Place => WriteAsync<PlaceStep>(context, model, PlaceOf(context, model), httpStatus),
            Step.Type => WriteAsync<TypeStep>(context, model, model, httpStatus),
            Step.Danger => WriteAsync<DangerStep>(context, model, model, httpStatus),
            Step.Questions => WriteAsync<QuestionsStep>(context, model, model, httpStatus),
            _ => ShowCheckAsync(context, model, httpStatus, FormFields.NoErrors),
        };
    }

    /// <summary>The last step, with what kept it from going.</summary>
    public Task ShowCheckAsync(
        HttpContext context, string id, int httpStatus, IReadOnlyDictionary<string, string[]> errors, params Notice[] notices)
    {
        var model = ModelOf(context, id, Step.Check, null);
        return ShowCheckAsync(context, model with { Notices = [.. notices, .. model.Notices] }, httpStatus, errors);
    }

    /// <summary>The exercise came in doubt while this was made: it is asked of this noodmelding before it goes.</summary>
    public static Task AskDoubtAsync(HttpContext context, string id, string exercise) => Page.WriteAsync<DoubtScreen>(
        context, Words.Exercise_Ask,
        new DoubtScreen.DoubtModel(
            exercise, StepModel.AddressOf(id, Step.Check), "_do", StepModel.AddressOf(id, Step.Check),
            FormGuard.Of(context, id)));

    private Task ShowCheckAsync(
        HttpContext context, StepModel model, int httpStatus, IReadOnlyDictionary<string, string[]> errors)
    {
        model = model with { Errors = errors };
        var rows = FactsList.Rows(AsHeard(model.Fields), places.Here).Take(14).Index()
            .Where(row => row.Index < (int)Step.Questions || !string.IsNullOrEmpty(row.Item.Words))
            .Select(row => new CheckStep.Row(
                row.Item.Question, IsAnswered(row.Index, model.Fields) ? row.Item.Words : null, AddressOf(model, row.Index)))
            .ToList();
        var faults = errors.SelectMany(error => error.Value.Select(
            sentence => new CheckStep.FaultLink(sentence, FaultAddress(model, error.Key)))).ToList();
        return WriteAsync<CheckStep>(
            context, model,
            new CheckStep.CheckModel(
                model, rows, faults, DraftNotes.Of(DraftForms.Alarm, model.Fields),
                DropPages.AddressOf(model.Id)), httpStatus);
    }

    private static Task WriteAsync<T>(HttpContext context, StepModel model, object whole, int httpStatus)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        Page.WriteAsync<T>(
            context, $"{Steps.Label(model.Step)} – {Words.Send_Title}", whole, httpStatus, model.Status);

    private StepModel ModelOf(HttpContext context, string id, Step step, TypedFields? fields)
    {
        var draft = book.Find(id);
        fields ??= TypedFields.Parse(draft?.Fields ?? "{}");
        var notices = new List<Notice>();
        if (draft is { Damaged: true }) notices.Add(new Notice(Words.Send_Damaged, Bad: true));
        if (fields.One(StepChanges.ServicesByType) is not null && step is Step.Danger)
            notices.Add(new Notice(
                Say.It(Words.Send_ServicesByType, Marks.Services(DraftFacts.Of(fields))),
                $"{StepModel.AddressOf(id, Step.Services)}?terug=controle", Words.Send_Change));
        var model = new StepModel(id, step, fields, FormGuard.Of(context, id), StatusOf(fields))
        {
            ExerciseRuns = desk.Exercise is ExerciseState.Running, NotKept = book.IsRefused(id),
            BackToCheck = context.Request.Query["terug"] == "controle"
                || (HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType
                    && context.Request.Form["_terug"] == "controle"),
        };
        return model with { Notices = notices };
    }

    private PlaceStep.PlaceStepModel PlaceOf(HttpContext context, StepModel model) =>
        new(model, places.Of(context, model.PlaceAt, model.Fields));

    // The coordinates go along, and say nothing to who reads them here, unless they are all there is.
    private static AlarmFacts AsHeard(TypedFields fields) => DraftFacts.Of(fields) switch
    {
        { Location: { Kind: not LocationKind.Point } place } facts => facts with { Location = place with { Rd = null } },
        var facts => facts,
    };

    private static bool IsAnswered(int row, TypedFields fields) =>
        row >= (int)Step.Questions || Steps.IsFilled((Step)row, fields);

    private static string AddressOf(StepModel model, int row) => row < (int)Step.Questions
        ? model.ChangeAddress((Step)row) : $"{model.ChangeAddress(Step.Questions)}#vraag-{row + 1}";

    private static string FaultAddress(StepModel model, string path) => Steps.Asking(path) switch
    {
        Step.Check => $"#{FormFields.Id("text")}",
        Step.Place when PlaceWays.Used(model.Fields) is { } way =>
            $"{model.ChangeAddress(Step.Place)}&hoe={PlaceWays.Name(way)}",
        var step => model.ChangeAddress(step),
    };
}
