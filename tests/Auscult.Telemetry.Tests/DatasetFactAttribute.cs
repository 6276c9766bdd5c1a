namespace Auscult.Telemetry.Tests;

/// <summary>A test that needs a published dataset; where the data are absent it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DatasetFactAttribute : FactAttribute
{
    /// <param name="name">Folder of the dataset, e.g. <c>SMD</c>.</param>
    public DatasetFactAttribute(string name)
    {
        if (!Directory.Exists(Path.Combine(Root, name)))
            Skip = $"{name} is not under {Root}; set AUSCULT_DATASETS";
    }

    /// <summary><c>AUSCULT_DATASETS</c>, or <c>../shared/datasets</c> beside the checkout.</summary>
    public static string Root { get; } = Environment.GetEnvironmentVariable("AUSCULT_DATASETS") is { Length: > 0 } given
        ? given
        : Path.GetFullPath(Path.Combine(Checkout(), "..", "shared", "datasets"));

    private static string Checkout()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Research.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Research.sln not found above the test");
        return folder;
    }
}
