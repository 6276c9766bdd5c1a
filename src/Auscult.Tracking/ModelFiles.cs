using System.Globalization;

namespace Auscult.Tracking;

/// <summary>A model that a run made: MLflow 3's logged model.</summary>
/// <param name="Name">Its name, without slashes.</param>
/// <param name="Folder">Folder with its files; one file <c>MLmodel</c> is added when there is none.</param>
public sealed record ModelFiles(string Name, string Folder)
{
    internal const string Description = "MLmodel";

    /// <summary>Free text, such as <c>encoder</c>.</summary>
    public string? ModelType { get; init; }

    /// <summary>The training step it was made at.</summary>
    public long Step { get; init; }

    /// <summary>Settings of the model.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    /// <summary>Tags of the model.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    internal bool HasDescription => File.Exists(Path.Combine(Folder, Description));

    /// <summary>Each file and its path within the model.</summary>
    internal IReadOnlyList<(string Source, string Target)> Files() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (file, Path.GetRelativePath(Folder, file).Replace('\\', '/')))]
        : throw new DirectoryNotFoundException($"{Folder}: there is no such folder to log");

    /// <summary>What MLflow's pages read to show a model.</summary>
    internal string Describe(TimeProvider clock) => MetaYaml.Write(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["artifact_path"] = Name,
        ["utc_time_created"] = clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
    }) + "flavors:\n  auscult:\n    data: .\n";
}
