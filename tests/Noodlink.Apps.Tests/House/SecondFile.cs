using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Resources;
using System.Runtime.Loader;

namespace Noodlink.Apps.Tests.House;

/// <summary>A second file of words, made into what the compiler makes of <c>Words.&lt;language&gt;.restext</c>: an assembly
/// with nothing but these words, which the runtime asks for by the name of the language.</summary>
/// <remarks>In memory, and found only under its own name: other tests go on in Dutch.</remarks>
internal static class SecondFile
{
    private const string Name = "Noodlink.Station.resources";

    /// <param name="language">A code that no real file has.</param>
    /// <param name="lines">As they stand in the file: <c>Name=text</c>.</param>
    public static void Add(string language, params string[] lines)
    {
        var satellite = Compile(language, lines);
        AssemblyLoadContext.GetLoadContext(typeof(Station.Dutch.Language).Assembly)!.Resolving += (context, asked) =>
            asked.Name == Name && asked.CultureName == language
                ? context.LoadFromStream(new MemoryStream(satellite)) : null;
    }

    private static byte[] Compile(string language, string[] lines)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(
            0, metadata.GetOrAddString($"{Name}.dll"), metadata.GetOrAddGuid(new Guid(1, 2, 3, new byte[8])), default, default);
        metadata.AddAssembly(
            metadata.GetOrAddString(Name), typeof(Station.Dutch.Language).Assembly.GetName().Version!,
            metadata.GetOrAddString(language), default, default, AssemblyHashAlgorithm.None);
        metadata.AddTypeDefinition(
            default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1),
            MetadataTokens.MethodDefinitionHandle(1));
        metadata.AddManifestResource(
            ManifestResourceAttributes.Public,
            metadata.GetOrAddString($"Noodlink.Station.Dutch.Words.{language}.resources"), default, 0);
        var words = WordsOf(lines);
        var resources = new BlobBuilder();
        resources.WriteInt32(words.Length);
        resources.WriteBytes(words);
        var image = new BlobBuilder();
        new ManagedPEBuilder(
            PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder(),
            managedResources: resources).Serialize(image);
        return image.ToArray();
    }

    private static byte[] WordsOf(string[] lines)
    {
        var bytes = new MemoryStream();
        using var writer = new ResourceWriter(bytes);
        foreach (var line in lines) writer.AddResource(line.Split('=', 2)[0], line.Split('=', 2)[1]);
        writer.Generate();
        return bytes.ToArray();
    }
}
