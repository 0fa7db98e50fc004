using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Noodlink.Apps.Tests.Hub;

namespace Noodlink.Apps.Tests.Node;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_document_of_the_node_names_every_call_and_every_name_in_it_exists()
    {
        await using var node = await RunningNode.StartAsync();
        await Check(node.Client, node.Endpoints);
    }

    [Fact]
    public async Task The_document_of_the_hub_names_every_call_and_every_name_in_it_exists()
    {
        await using var hub = await RunningHub.StartAsync();
        await Check(hub.Client, hub.Endpoints);
    }

    private static async Task Check(HttpClient client, IEnumerable<RouteEndpoint> endpoints)
    {
        var document = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!;
        Assert.Equal("3.1.0", $"{document["openapi"]}");
        var described = document["paths"]!.AsObject().SelectMany(
            path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));
        var served = endpoints
            .Where(endpoint => endpoint.RoutePattern.RawText is { } text
                && (text.StartsWith("/api", StringComparison.Ordinal) || text is "/healthz" or "/readyz"))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                .Select(method => $"{method} {endpoint.RoutePattern.RawText}"));
        Assert.Equal(served.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));

        var schemas = document["components"]!["schemas"]!.AsObject();
        var references = new List<string>();
        Collect(document, references);
        Assert.NotEmpty(references);
        Assert.All(references, reference =>
            Assert.Contains(reference.Replace("#/components/schemas/", "", StringComparison.Ordinal), schemas));
    }

    private static void Collect(JsonNode? node, List<string> references)
    {
        if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields)
                if (name == "$ref") references.Add($"{value}");
                else Collect(value, references);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items) Collect(item, references);
        }
    }
}
