using System.Net.Http.Headers;
using System.Text;

namespace Noodlink.Benchmarks.Programs;

/// <summary>What the clients post: the situation report and a noodmelding of the examples.</summary>
internal static class Posts
{
    public static byte[] Report { get; } = Encoding.UTF8.GetBytes(
        """
        { "kind": "SituationReport", "status": "Actual", "open": true, "staff": 3, "present": 63, "power": "Generator",
          "powerHours": 9, "lan": "Off", "radio": "Good", "reach112": "No",
          "text": "Drukker dan vannacht. 3 vrijwilligers te weinig voor nacht. Mensen vragen vooral: hoe lang nog?" }
        """);

    public static byte[] Alarm { get; } = Encoding.UTF8.GetBytes(
        """
        { "kind": "Alarm", "status": "Actual", "services": ["Ambulance"], "type": "MedicalDevice",
          "dangerToLife": "Yes",
          "location": { "street": "Modelweg", "number": "3", "postcode": "9843AB", "place": "Grijpskerk",
            "certainty": "Certain" }, "victims": 1, "hazards": ["None"], "access": "Clear", "guide": "AtRoad",
          "source": "FirstHand", "reporter": "Waiting",
          "text": "Mevr thuis aan beademing, accu nog ±40 min zegt dochter." }
        """);

    /// <summary>Posts and insists on the 202.</summary>
    public static async Task SendAsync(StationProgram node, byte[] message)
    {
        using var content = new ByteArrayContent(message);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await node.Http.PostAsync("/api/messages", content);
        if (response.StatusCode != System.Net.HttpStatusCode.Accepted)
            throw new InvalidOperationException(
                $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>So many posts by so many clients at once, each waiting for its answer before it goes on.</summary>
    public static Task SendAsync(StationProgram node, byte[] message, int count, int clients)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0) await SendAsync(node, message);
        }));
    }
}
