using System.Globalization;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.FollowUp;

/// <summary>A field of an aanvulling.</summary>
/// <param name="Path">In the API.</param>
/// <param name="Label">Of the question on the form that it belongs to.</param>
/// <param name="Choices">Empty: typed.</param>
internal sealed record UpdateQuestion(string Path, string Label, IReadOnlyList<Choice> Choices, bool Many = false)
{
    /// <summary>Answered by choosing.</summary>
    public bool IsChoice => Choices.Count > 0;
}

/// <summary>The questions of the form that an aanvulling may answer anew, in its order.</summary>
internal static class UpdateQuestions
{
    private static IReadOnlyList<Choice> Numbers =>
    [
        .. Enumerable.Range(0, 14).Select(number => number.ToString(CultureInfo.InvariantCulture))
            .Select(number => new Choice(number, number)),
        new Choice("14", Words.Facts_Fourteen),
    ];

    public static IReadOnlyList<UpdateQuestion> All =>
    [
        new("services", FormLabels.Services, Choice.From(NoodmeldingForm.Services), Many: true),
        new("location", FormLabels.Location, []),
        new("type", FormLabels.Type, Choice.From(NoodmeldingForm.TypeGroups.SelectMany(group => group.Types)
            .Select(type => ($"{type}", Labels.Of(type))))),
        new("dangerToLife", FormLabels.Danger, Choice.From(NoodmeldingForm.Danger)),
        new("victims", FormLabels.People, Numbers), new("unresponsive", FormLabels.People, Numbers),
        new("trapped", FormLabels.People, Numbers), new("children", FormLabels.People, Numbers),
        new("hazards", FormLabels.Hazards, Choice.From(NoodmeldingForm.Hazards), Many: true),
        new("access", FormLabels.Access, Choice.From(NoodmeldingForm.Of<Protocol.Messages.Access>(Labels.Of))),
        new("guide", FormLabels.Guide, Choice.From(NoodmeldingForm.Of<Guide>(Labels.Of))),
        new("actions", FormLabels.Actions, Choice.From(NoodmeldingForm.Of<ActionTaken>(Labels.Of)), Many: true),
        new("source", FormLabels.Source, Choice.From(NoodmeldingForm.Of<Source>(Labels.Of))),
        new("reporter", FormLabels.Reporter, Choice.From(NoodmeldingForm.Of<ReporterPresence>(Labels.Of))),
        new("language", FormLabels.Contact, [.. LanguageNames.All.Select(pair => new Choice(pair.Key, pair.Value))]),
        new("barriers", FormLabels.Contact, Choice.From(NoodmeldingForm.Of<Protocol.Messages.Barrier>(Labels.Of)), Many: true),
        new("occurredAgoMinutes", FormLabels.OccurredAgo, Choice.From(NoodmeldingForm.Ages())),
        new("vulnerableSites", FormLabels.VulnerableSite,
            Choice.From(NoodmeldingForm.Of<VulnerableSite>(Labels.Of)), Many: true),
    ];

    /// <summary>The question of a path.</summary>
    public static UpdateQuestion Of(string path) => All.First(one => one.Path == path);
}
