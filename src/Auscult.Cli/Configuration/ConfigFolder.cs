using Auscult.Foundation;

namespace Auscult.Cli.Configuration;

/// <summary>Finds the folder of configuration files and what is in it.</summary>
internal static class ConfigFolder
{
    /// <summary>The file composition starts from.</summary>
    public const string TopFile = "auscult.yaml";

    /// <summary>The ending of every configuration file.</summary>
    public const string Extension = ".yaml";

    /// <summary>The folder's name beside the binary and in the repository's root.</summary>
    public const string Name = "configs";

    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "AUSCULT_CONFIGS";

    /// <summary>Not a group of alternatives: the signal catalogue, which is read whole.</summary>
    private const string Catalogue = "signals";

    /// <summary>
    /// The first of: <paramref name="option"/>, the environment variable <see cref="Variable"/>, <c>configs</c> beside the binary, and
    /// <c>configs</c> in a folder above the binary (a checkout).
    /// </summary>
    /// <exception cref="InputException">None of them holds <see cref="TopFile"/>.</exception>
    public static string Find(string? option, Func<string, string?> environment)
    {
        if ((option ?? environment(Variable)) is { Length: > 0 } named)
        {
            return File.Exists(Path.Combine(named, TopFile))
                ? named
                : throw new InputException($"{TopFile} is not in this folder", named, remedy: $"point --config-dir or {Variable} at a configs folder");
        }
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Name, TopFile)))
                return Path.Combine(folder, Name);
        }
        throw new InputException("no configs folder found", remedy: $"point --config-dir or {Variable} at one");
    }

    /// <summary>Group (a folder, with slashes when nested) to the names of its files, both sorted.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Groups(string folder)
    {
        var groups = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (!Directory.Exists(folder))
            return groups;
        foreach (var group in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, group).Replace(Path.DirectorySeparatorChar, '/');
            var files = Directory.EnumerateFiles(group, "*" + Extension).Select(Path.GetFileNameWithoutExtension).OfType<string>();
            if (name != Catalogue)
                groups[name] = [.. files.Order(StringComparer.Ordinal)];
        }
        return groups;
    }
}
