namespace Noodlink.Apps.Tests.Meldkamer;

/// <summary>A test against the OASIS schema, which is not ours to copy: skipped, visibly, where it is not at
/// hand.</summary>
/// <remarks>Looked for in <c>NOODLINK_CAP_SCHEMA</c> and in <c>shared/reference</c> beside the repository.</remarks>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CapSchemaFactAttribute : FactAttribute
{
    public CapSchemaFactAttribute()
    {
        if (SchemaFile is null)
            Skip = "CAP-v1.2.xsd is not here; set NOODLINK_CAP_SCHEMA to its path. The rules are checked by CapRules.";
    }

    public static string? SchemaFile { get; } = new[]
    {
        Environment.GetEnvironmentVariable("NOODLINK_CAP_SCHEMA"),
        Repository.PathOf("..", "shared", "reference", "CAP-v1.2.xsd"),
    }.FirstOrDefault(File.Exists);
}
