using Noodlink.Node.Drafts;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages.FollowUp;

/// <summary>An aanvulling being typed.</summary>
/// <param name="Alarm">The noodmelding that it belongs to.</param>
/// <param name="Known">What is known of it until now.</param>
public sealed record UpdateModel(MessageView Alarm, AlarmFacts Known, FormState Form)
{
    /// <summary>What was sent as the answer to a question of the form.</summary>
    public string Sent(string question) =>
        FactsList.Rows(Known, null).First(row => row.Question == question).Words is { Length: > 0 } words
            ? words : Words.Update_NotEntered;

    /// <summary>The place that it changes to, as far as somebody chose one.</summary>
    public TypedFields Place => UpdatePlace.Of(Form.Fields.Typed);

    /// <summary>Something of this was typed or is wrong: it is never folded away.</summary>
    public bool IsTouched(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
            if (!string.IsNullOrWhiteSpace(Form.Fields.Typed(path)) || Form.Fields.FaultText(path).Length > 0) return true;
        return false;
    }
}

/// <summary>An intrekking being made.</summary>
/// <param name="MeldkamerKnows">A person has spoken to the meldkamer about it.</param>
public sealed record CancelModel(MessageView Alarm, FormState Form, bool MeldkamerKnows)
{
    /// <summary>Why, once that was chosen; null before.</summary>
    public string? Reason =>
        FollowUpPages.Choices.FirstOrDefault(one => one.Value == Form.Fields.Typed("reason"))?.Words;
}
