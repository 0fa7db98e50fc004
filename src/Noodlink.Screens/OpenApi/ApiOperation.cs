using System.Text.Json.Nodes;

namespace Noodlink.Screens.OpenApi;

/// <summary>One call as the document describes it.</summary>
/// <param name="Method">In small letters.</param>
/// <param name="Body">What is posted, or null.</param>
/// <param name="Answers">Status and the schema of its answer; null: see <paramref name="MediaType"/>. Errors are
/// Problems.
/// </param>
/// <param name="MediaType">Of the answer when all is well.</param>
internal sealed record ApiOperation(
    string Method, string Path, string Summary, JsonObject? Body,
    IReadOnlyList<(int Status, JsonObject? Schema)> Answers,
    IReadOnlyList<ApiParameter> Parameters, string MediaType = "application/json")
{
    /// <summary>Of what is posted.</summary>
    public string BodyMediaType { get; init; } = "application/json";

    public static ApiOperation Get(
        string path, string summary, JsonObject? answer, IEnumerable<ApiParameter>? parameters = null,
        int[]? errors = null, string mediaType = "application/json") => new(
        "get", path, summary, null,
        [(200, answer), .. (errors ?? []).Select(status => (status, (JsonObject?)Schema.Ref("Problem")))],
        [.. parameters ?? []], mediaType);

    public static ApiOperation Post(
        string path, string summary, JsonObject body, int status, JsonObject answer, int[] errors,
        IEnumerable<ApiParameter>? parameters = null) => new(
        "post", path, summary, body,
        [(status, answer), .. errors.Select(error => (error, (JsonObject?)Schema.Ref("Problem")))],
        [.. parameters ?? []]);
}

/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
internal sealed record ApiParameter(string In, string Name, JsonObject Schema, string? Description = null);
