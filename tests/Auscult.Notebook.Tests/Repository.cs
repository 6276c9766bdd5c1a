namespace Auscult.Notebook.Tests;

/// <summary>The checkout.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Research.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Research.sln not found above the test");
        return folder;
    }
}
