using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Station;

namespace Noodlink.Node.Pages;

/// <summary>Hands a form in at the desk. A form carries its own key, so that pressing twice makes one
/// message.</summary>
internal sealed class SendForm(Desk desk, StationSetup setup)
{
    public const string KeyField = "_sleutel";

    /// <summary>A key for a new form.</summary>
    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The key of a form, or a new one when there is none.</summary>
    public static string KeyOf(IFormCollection? form) =>
        form?[KeyField].ToString() is { Length: > 0 and <= 64 } key ? key : NewKey();

    /// <summary>What became of it, or the faults by path.</summary>
    public async Task<(AcceptOutcome? Outcome, IReadOnlyDictionary<string, string[]> Errors)> SendAsync(
        JsonObject body, string key, CancellationToken cancel)
    {
        var posted = Encoding.UTF8.GetBytes(body.ToJsonString());
        using var document = JsonDocument.Parse(posted, MessageJson.DocumentOptions);
        switch (MessageJson.Read(document.RootElement, JsonContext.Node(setup.Identity.Id)))
        {
            case JsonReadResult.Ok read:
                var draft = new Draft(
                    read.Body, read.Status, IdempotencyKey: $"form:{key}", RequestHash: SHA256.HashData(posted));
                var outcome = await desk.AcceptAsync(draft, cancel);
                return outcome is AcceptOutcome.Unfit unfit ? (null, One(unfit.Path, unfit.Reason)) : (outcome, None);
            case JsonReadResult.Failed failed:
                return (null, failed.Errors);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>What a form can be used for, whatever is typed in it.</summary>
    public static bool IsReference(string number) => MessageNumber.TryParse(number, out _);

    public static IReadOnlyDictionary<string, string[]> One(string path, string sentence) =>
        new Dictionary<string, string[]> { [path] = [sentence] };

    private static IReadOnlyDictionary<string, string[]> None => Screens.Pages.FormFields.NoErrors;
}
