namespace Auscult.Tracking;

/// <summary>The files that <see cref="TrackedRun.LogArtifact"/> means.</summary>
internal static class ArtifactFiles
{
    /// <summary>Each file and its path among the artifacts: a folder keeps its own name.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="folder">Folder inside the artifacts; null: their root.</param>
    /// <exception cref="FileNotFoundException">There is neither.</exception>
    public static IReadOnlyList<(string Source, string Target)> Of(string path, string? folder)
    {
        var prefix = folder is null ? "" : Names.Key(folder) + "/";
        if (!Directory.Exists(path))
            return File.Exists(path) ? [(path, prefix + Path.GetFileName(path))]
                : throw new FileNotFoundException($"{path}: there is no such file to log", path);
        var parent = Path.GetDirectoryName(Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar))!;
        return [.. Directory.EnumerateFiles(Path.GetFullPath(path), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (file, prefix + Path.GetRelativePath(parent, file).Replace('\\', '/')))];
    }
}
