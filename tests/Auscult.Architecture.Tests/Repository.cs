using System.Diagnostics;

namespace Auscult.Architecture.Tests;

/// <summary>The checkout and its files.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Tracked and new files, relative to <see cref="Root"/>, without what git ignores.</summary>
    public static IReadOnlyList<string> Files { get; } = List();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Research.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Research.sln not found above the test");
        return folder;
    }

    private static string[] List()
    {
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = Root,
        };
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Where(f => File.Exists(Path.Combine(Root, f)))];
    }
}
