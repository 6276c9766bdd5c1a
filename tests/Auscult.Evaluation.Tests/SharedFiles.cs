namespace Auscult.Evaluation.Tests;

/// <summary>Where files that are not part of the repository lie.</summary>
internal static class SharedFiles
{
    /// <summary>Golden metric values: <c>AUSCULT_GOLDEN</c>, or <c>../shared/golden</c> beside the checkout.</summary>
    public static string Golden { get; } = Environment.GetEnvironmentVariable("AUSCULT_GOLDEN") ?? Beside("golden");

    /// <summary>Public datasets: <c>AUSCULT_DATASETS</c>, or <c>../shared/datasets</c> beside the checkout.</summary>
    public static string Datasets { get; } = Environment.GetEnvironmentVariable("AUSCULT_DATASETS") ?? Beside("datasets");

    private static string Beside(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Research.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Research.sln not found above the test");
        return Path.GetFullPath(Path.Combine(folder, "..", "shared", name));
    }
}

/// <summary>A test that needs the larger golden set; skipped, visibly, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GoldenFactAttribute : FactAttribute
{
    public GoldenFactAttribute()
    {
        if (!File.Exists(Path.Combine(SharedFiles.Golden, "expected.json")))
            Skip = $"no golden values in {SharedFiles.Golden}";
    }
}

/// <summary>A test that needs a public dataset; skipped, visibly, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DatasetFactAttribute : FactAttribute
{
    public DatasetFactAttribute(string dataset)
    {
        if (!Directory.Exists(Path.Combine(SharedFiles.Datasets, dataset)))
            Skip = $"no {dataset} in {SharedFiles.Datasets}";
    }
}
