using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.HelpBoards;

/// <summary>What somebody can ask for and offer.</summary>
internal static class HelpChoices
{
    public static IReadOnlyList<Choice> Asked => Of(HelpCategories.CanBeAsked);

    /// <summary>What is only offered stands first: a trade, a vehicle, a room.</summary>
    public static IReadOnlyList<Choice> Offered =>
        [.. Of(one => !HelpCategories.CanBeAsked(one)), .. Of(HelpCategories.CanBeAsked)];

    public static IReadOnlyList<Choice> Skills =>
        [.. Enum.GetValues<HelpSkill>().Where(one => one != HelpSkill.Unknown)
            .Select(one => new Choice($"{one}", HelpLabels.Of(one)))];

    private static List<Choice> Of(Func<HelpCategory, bool> fits) =>
        [.. Enum.GetValues<HelpCategory>().Where(one => one != HelpCategory.Unknown && fits(one))
            .Select(one => new Choice($"{one}", HelpLabels.Of(one)))];
}
