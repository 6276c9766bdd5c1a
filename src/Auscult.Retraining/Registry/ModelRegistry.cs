using System.Globalization;
using System.Runtime.InteropServices;
using Auscult.Foundation;
using Auscult.Retraining.State;

namespace Auscult.Retraining.Registry;

/// <summary>
/// Versions of a model in folders, and a link <c>champion</c> to the one that serves. A version appears whole by a rename, and the link is replaced by a
/// rename: whoever reads it sees the old champion or the new one.
/// </summary>
/// <param name="folder">Where it is.</param>
public sealed partial class ModelRegistry(string folder)
{
    private const string Versions = "versions";
    private const string Link = "champion";
    private const string InfoFile = "version.json";

    /// <summary>What the champion's files are found by: a link to the folder of its version.</summary>
    public string ChampionFolder => Path.Combine(folder, Link);

    /// <summary>Number of the champion; null when there is none.</summary>
    /// <exception cref="InputException">The link leads nowhere.</exception>
    public int? Champion
    {
        get
        {
            if (new FileInfo(ChampionFolder).LinkTarget is not { } target)
                return null;
            return NumberOf(target) is var number && Has(number) ? number : throw new InputException(
                $"leads to {target}, which is no version", ChampionFolder, remedy: "auscult retrain rollback --to VERSION");
        }
    }

    /// <summary>Numbers of all versions, in order.</summary>
    public IReadOnlyList<int> Numbers => Directory.Exists(Path.Combine(folder, Versions))
        ? [.. Directory.EnumerateDirectories(Path.Combine(folder, Versions)).Select(NumberOf).Where(Has).Order()]
        : [];

    /// <summary>Folder of a version, which holds the model's own files.</summary>
    public string FolderOf(int number) => Path.Combine(folder, Versions, number.ToString("D4", CultureInfo.InvariantCulture));

    /// <summary>Whether there is such a version.</summary>
    public bool Has(int number) => number > 0 && File.Exists(Path.Combine(FolderOf(number), InfoFile));

    /// <summary>What is known of a version.</summary>
    /// <exception cref="InputException">There is none, or its file is damaged.</exception>
    public ModelVersion Read(int number) => RetrainJson.Read(Path.Combine(FolderOf(number), InfoFile), RetrainJson.Default.ModelVersion);

    /// <summary>Makes a version of a folder with a model, which is moved; nothing happens when the version is there.</summary>
    /// <param name="model">Folder with the model's files, on the same file system.</param>
    /// <param name="version">What is known of it.</param>
    public void Add(string model, ModelVersion version)
    {
        if (Has(version.Number))
            return;
        RetrainJson.Write(Path.Combine(model, InfoFile), version, RetrainJson.Default.ModelVersion);
        Directory.CreateDirectory(Path.Combine(folder, Versions));
        Directory.Move(model, FolderOf(version.Number));
    }

    /// <summary>Lets a version serve from now on.</summary>
    /// <exception cref="InputException">There is no such version.</exception>
    public void Serve(int number)
    {
        if (!Has(number))
            throw new InputException($"there is no version {number}", folder, remedy: $"there are: {string.Join(", ", Numbers)}");
        var temporary = Path.Combine(folder, $".{Link}.{Guid.NewGuid():N}.tmp");
        File.CreateSymbolicLink(temporary, Path.Combine(Versions, Path.GetFileName(FolderOf(number))));
        if (Rename(temporary, ChampionFolder) != 0)
        {
            var problem = Marshal.GetLastPInvokeErrorMessage();
            File.Delete(temporary);
            throw new IOException($"cannot replace {ChampionFolder}: {problem}");
        }
    }

    /// <summary>Removes old versions; the champion, the one that it replaced and the newest stay.</summary>
    /// <param name="keep">Number of versions that stay beside the champion.</param>
    public void Prune(int keep)
    {
        var champion = Champion;
        var parent = champion is { } serving ? Read(serving).Parent : null;
        foreach (var number in Numbers.Where(number => number != champion && number != parent).OrderDescending().Skip(keep).ToArray())
        {
            // Without its description it is no version any more, wherever a crash interrupts the rest.
            File.Delete(Path.Combine(FolderOf(number), InfoFile));
            Directory.Delete(FolderOf(number), recursive: true);
        }
    }

    private static int NumberOf(string path) =>
        int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // File.Move refuses links to folders.
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);
}
