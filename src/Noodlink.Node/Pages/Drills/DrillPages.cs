using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.Drills;

// Problem: an exercise taken for real, or real for an exercise. Both have happened elsewhere, and either costs somebody
// dearly.
//
// Idea: whatever this point knows of an exercise stands in one strip that is part of every page and is kept true by the
// script; the yellow frame hangs on that strip alone, so the two can never say different things. The way out to a real
// noodmelding is in the strip, one press away. What this point does not know for certain it asks.

/// <summary>Exercises: what one means, how long this one lasts, the question whether it is one, and the way to a real
/// noodmelding.</summary>
internal sealed class DrillPages(Desk desk)
{
    public const string Address = "/oefening";

    /// <summary>Makes a noodmelding that is real.</summary>
    public const string RealAddress = Address + "/echt";

    /// <summary>Names of the fields of the question.</summary>
    public const string AnswerField = "antwoord", BackField = "terug";

    /// <summary>Answers of the question.</summary>
    public const string IsExercise = "oefening", IsReal = "echt";

    // As the page that sends noodmeldingen calls its drafts.
    private const string AlarmForm = "alarm";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, context => Page.WriteAsync<DrillScreen>(
            context, Words.Exercise_Title, new DrillScreen.DrillModel(desk.Exercise)));
        routes.MapPost(Address, AnswerAsync);
        routes.MapPost(RealAddress, BeginRealAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var answer = form[AnswerField].ToString();
        var outcome = answer is IsExercise or IsReal
            ? await desk.AnswerExerciseAsync(answer == IsExercise, context.RequestAborted) : null;
        if (outcome is FactOutcome.NotStored lost)
            await ErrorPages.WriteAsync(
                context, StatusCodes.Status507InsufficientStorage, Words.Exercise_NotStored, lost.Reason);
        else Page.SeeOther(context, OwnPath(form[BackField].ToString())); // answered meanwhile on another screen: as it is
    }

    // The draft says that it is real before anything is typed in it, so no page behind it has to be told.
    private async Task BeginRealAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is null) return;
        var id = DraftText.NewId();
        await desk.SaveDraftAsync(
            new DraftText(id, AlarmForm, $$"""{"status":"{{MessageStatus.Actual}}"}"""), context.RequestAborted);
        Page.SeeOther(context, $"/noodmelding/{id}");
    }

    /// <summary>A page of ours, or the first one: a form may not lead anywhere else.</summary>
    private static string OwnPath(string path) =>
        path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Any(char.IsControl) ? path : "/";
}
