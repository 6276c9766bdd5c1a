using Auscult.Cli.Tests;

namespace Auscult.Cluster.Tests;

/// <summary>
/// Texts kept in <c>Snapshots/</c>. After a wanted change run the tests once with <c>AUSCULT_UPDATE_SNAPSHOTS=1</c> and look at the difference.
/// </summary>
internal static class Snapshot
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Auscult.Cluster.Tests", "Snapshots");

    /// <summary>Holds a text against its file.</summary>
    public static void Check(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        if (Environment.GetEnvironmentVariable("AUSCULT_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(path, text);
        }
        File.Exists(path).ShouldBeTrue($"{path} is missing: run AUSCULT_UPDATE_SNAPSHOTS=1 make test ONLY=Cluster");
        text.ShouldBe(File.ReadAllText(path), "if this is wanted, run AUSCULT_UPDATE_SNAPSHOTS=1 make test ONLY=Cluster");
    }
}
