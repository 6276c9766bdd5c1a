using Auscult.Cluster.Kubernetes.Objects;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Auscult.Cluster.Kubernetes;

/// <summary>Objects of Kubernetes as YAML.</summary>
internal static class ManifestYaml
{
    // Kubernetes reads YAML 1.1, where a plain 'no' is false.
    private static readonly ISerializer Serializer = new SerializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull | DefaultValuesHandling.OmitEmptyCollections)
        .WithQuotingNecessaryStrings(quoteYaml1_1Strings: true)
        .WithIndentedSequences()
        .DisableAliases()
        .Build();

    private static readonly IDeserializer Deserializer = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .Build();

    /// <summary>One document for each object.</summary>
    public static string Write(IEnumerable<IManifest> manifests) =>
        string.Join("---\n", manifests.Select(manifest => Serializer.Serialize(manifest).ReplaceLineEndings("\n")));

    /// <summary>One object.</summary>
    public static Manifest<TSpec> Read<TSpec>(string yaml) => Deserializer.Deserialize<Manifest<TSpec>>(yaml);
}
