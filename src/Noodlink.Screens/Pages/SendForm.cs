using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Pages;

/// <summary>Hands a form in at the desk, at a noodsteunpunt and at a coördinatiepunt.</summary>
internal sealed class SendForm(Desk desk, StationSetup setup)
{
    /// <summary>What became of it, or the faults by path.</summary>
    public async Task<(AcceptOutcome? Outcome, IReadOnlyDictionary<string, string[]> Errors)> SendAsync(
        JsonObject body, string key, CancellationToken cancel)
    {
        var posted = Encoding.UTF8.GetBytes(body.ToJsonString());
        using var document = JsonDocument.Parse(posted, MessageJson.DocumentOptions);
        switch (MessageJson.Read(document.RootElement, new JsonContext(setup.Identity.Id, setup.Identity.IsHub)))
        {
            case JsonReadResult.Ok read:
                var draft = new Draft(
                    read.Body, read.Status, IdempotencyKey: $"form:{key}", RequestHash: SHA256.HashData(posted),
                    Entry: read.Entry);
                var outcome = await desk.AcceptAsync(draft, cancel);
                return outcome is AcceptOutcome.Unfit unfit ? (null, One(unfit.Path, unfit.Reason))
                    : (outcome, FormFields.NoErrors);
            case JsonReadResult.Failed failed:
                return (null, FaultText.Of(failed.Errors));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>What a form can be used for, whatever is typed in it.</summary>
    public static bool IsReference(string number) => MessageNumber.TryParse(number, out _);

    public static IReadOnlyDictionary<string, string[]> One(string path, string sentence) =>
        new Dictionary<string, string[]> { [path] = [sentence] };
}
