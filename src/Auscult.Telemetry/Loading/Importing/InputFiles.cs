using Auscult.Foundation;

namespace Auscult.Telemetry.Loading.Importing;

/// <summary>The files that <c>data.root</c> names.</summary>
public static class InputFiles
{
    /// <summary>One file, every file below a folder, or every file that a pattern such as <c>logs/rank*.txt</c> matches, in ordinal order.</summary>
    /// <param name="root">The path; <c>*</c> and <c>?</c> are understood in its last part.</param>
    /// <param name="pattern">Which files of a folder to take, e.g. <c>*.json</c>.</param>
    /// <exception cref="InputException">There is none.</exception>
    public static IReadOnlyList<string> Find(string root, string pattern = "*")
    {
        if (File.Exists(root))
            return [root];
        var name = Path.GetFileName(root);
        var isPattern = name.AsSpan().ContainsAny('*', '?');
        var folder = isPattern ? Path.GetDirectoryName(root) is { Length: > 0 } parent ? parent : "." : root;
        if (!Directory.Exists(folder))
            throw new InputException("no such file or folder", root);
        string[] files = [.. Directory
            .EnumerateFiles(folder, isPattern ? name : pattern, isPattern ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories)
            .Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new InputException("there is no file in it", root, remedy: $"expected {(isPattern ? name : pattern)}");
    }
}
