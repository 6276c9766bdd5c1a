namespace Auscult.Evaluation.Tests;

/// <summary>Where files that are not part of the repository lie.</summary>
internal static class SharedFiles
{
    /// <summary>Golden metric values: <c>AUSCULT_GOLDEN</c>, or <c>../shared/golden</c> beside the checkout.</summary>
    public static string Golden { get; } = Environment.GetEnvironmentVariable("AUSCULT_GOLDEN") ?? BesideTheCheckout();

    private static string BesideTheCheckout()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Research.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Research.sln not found above the test");
        return Path.GetFullPath(Path.Combine(folder, "..", "shared", "golden"));
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
