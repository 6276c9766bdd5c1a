using Auscult.Cli.Tests;
using Auscult.Cluster.Kubernetes;

namespace Auscult.Cluster.Tests.Kubernetes;

/// <summary>
/// Every manifest against the schemas of Kubernetes and JobSet, which are not part of this repository: <c>make test-kubernetes KUBERNETES_SCHEMAS=folder</c>.
/// </summary>
public sealed class OfficialSchemaTests
{
    public static TheoryData<string> Names => ManifestsTests.Names;

    [OfficialSchemaTheory]
    [MemberData(nameof(Names))]
    public void A_manifest_is_valid(string name)
    {
        foreach (var yaml in Manifests.Render(ManifestsTests.Jobs[name], ManifestsTests.Train).Split("---\n"))
            OfficialSchemas.For(yaml).Mistakes(yaml).ShouldBeEmpty();
    }

    [OfficialSchemaFact]
    public void The_manifests_of_the_repository_are_valid()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "deploy"), "*.yaml");
        files.ShouldNotBeEmpty();
        foreach (var yaml in files.Select(File.ReadAllText))
            OfficialSchemas.For(yaml).Mistakes(yaml).ShouldBeEmpty();
    }

    [OfficialSchemaTheory]
    [InlineData("single", "completionMode:", "completionMod:", ".spec.completionMod: unknown")]
    [InlineData("single", "completions: 1", "completions: one", ".spec.completions: string where integer is expected")]
    [InlineData("ranks", "value: \"8\"", "value: 8", "env[2].value: integer where string is expected")]
    [InlineData("ranks", "value: \"no\"", "value: no", ".value: boolean where string is expected")]
    [InlineData("cron", "  schedule: 0 3 * * 1\n", "", ".spec.schedule: missing")]
    [InlineData("cron", "containerName:", "container:", "onExitCodes.container: unknown")]
    [InlineData("jobset", "action: FailJobSet", "action: FailJob", "'FailJob' is no choice")]
    [InlineData("jobset", "restartPolicy:", "restart:", "template.spec.restart: unknown")]
    public void A_damaged_one_is_not(string name, string from, string to, string expected)
    {
        var yaml = Manifests.Render(ManifestsTests.Jobs[name], ManifestsTests.Train).Split("---\n")[^1];
        yaml.ShouldContain(from);
        yaml = yaml.Replace(from, to, StringComparison.Ordinal);
        OfficialSchemas.For(yaml).Mistakes(yaml).ShouldContain(mistake => mistake.Contains(expected, StringComparison.Ordinal));
    }
}

/// <summary>The folder that <c>AUSCULT_KUBERNETES_SCHEMAS</c> names.</summary>
internal static class OfficialSchemas
{
    /// <summary>Kubernetes' <c>api/openapi-spec/swagger.json</c>.</summary>
    public const string Core = "swagger.json";

    /// <summary>JobSet's <c>config/components/crd/bases/jobset.x-k8s.io_jobsets.yaml</c>.</summary>
    public const string JobSet = "jobset.x-k8s.io_jobsets.yaml";

    private static readonly Lazy<YamlDotNet.RepresentationModel.YamlNode> CoreDocument = new(() => Read(Core));
    private static readonly Lazy<YamlDotNet.RepresentationModel.YamlNode> JobSetDocument = new(() => Read(JobSet));

    /// <summary>The folder; null where the variable names none.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("AUSCULT_KUBERNETES_SCHEMAS") is { Length: > 0 } folder ? folder : null;

    /// <summary>The schema of the kind that a manifest names.</summary>
    public static OpenApiSchema For(string yaml)
    {
        var kind = OpenApiSchema.Parse(yaml)["kind"].ToString();
        if (kind == "JobSet")
            return new OpenApiSchema(JobSetDocument.Value, JobSetDocument.Value["spec"]["versions"][0]["schema"]["openAPIV3Schema"]);
        var name = kind == "Service" ? "io.k8s.api.core.v1.Service" : $"io.k8s.api.batch.v1.{kind}";
        return new OpenApiSchema(CoreDocument.Value, CoreDocument.Value["definitions"][name]);
    }

    private static YamlDotNet.RepresentationModel.YamlNode Read(string name) => OpenApiSchema.Parse(File.ReadAllText(Path.Combine(Folder!, name)));
}

/// <summary>A test that needs the official schemas; skipped where no folder is named.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OfficialSchemaFactAttribute : FactAttribute
{
    public OfficialSchemaFactAttribute() => Skip = Missing;

    internal static string? Missing { get; } =
        OfficialSchemas.Folder is null ? "AUSCULT_KUBERNETES_SCHEMAS names no folder: make test-kubernetes KUBERNETES_SCHEMAS=folder" : null;
}

/// <summary>As <see cref="OfficialSchemaFactAttribute"/>, once for each row of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OfficialSchemaTheoryAttribute : TheoryAttribute
{
    public OfficialSchemaTheoryAttribute() => Skip = OfficialSchemaFactAttribute.Missing;
}
