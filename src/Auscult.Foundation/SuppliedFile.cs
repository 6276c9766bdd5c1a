namespace Auscult.Foundation;

/// <summary>Finds a file that the set-up fetches and that is no part of the repository: a library of another project.</summary>
public static class SuppliedFile
{
    /// <summary>
    /// Where the file is: what the environment variable names (whether it exists or not), then beside the program, then <c>artifacts/FOLDER</c> of the
    /// checkout that the program lies in; null where none is there.
    /// </summary>
    /// <param name="variable">Environment variable that names another copy.</param>
    /// <param name="folder">Folder within <c>artifacts</c>.</param>
    /// <param name="fileName">Name of the file.</param>
    public static string? Find(string variable, string folder, string fileName)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } configured)
            return configured;
        var beside = Path.Combine(AppContext.BaseDirectory, fileName);
        if (File.Exists(beside))
            return beside;
        for (var parent = AppContext.BaseDirectory; parent is not null; parent = Path.GetDirectoryName(parent))
        {
            var fetched = Path.Combine(parent, "artifacts", folder, fileName);
            if (File.Exists(fetched))
                return fetched;
        }
        return null;
    }
}
