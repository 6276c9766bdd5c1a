using Auscult.Retraining.Registry;
using Auscult.Retraining.State;

namespace Auscult.Retraining.Running;

/// <summary>The folder of a retraining: <c>registry/</c>, <c>attempt/</c>, <c>lineage.jsonl</c>, <c>lock</c>.</summary>
/// <param name="path">The folder.</param>
public sealed class RetrainFolder(string path)
{
    /// <summary>As it was given.</summary>
    public string Path { get; } = path;

    /// <summary>The versions and the champion.</summary>
    public ModelRegistry Registry { get; } = new(System.IO.Path.Combine(path, "registry"));

    /// <summary>What happened.</summary>
    public Lineage Lineage { get; } = new(System.IO.Path.Combine(path, "lineage.jsonl"));

    /// <summary>The attempt under way.</summary>
    public AttemptFolder Attempt { get; } = new(System.IO.Path.Combine(path, "attempt"));

    /// <summary>Folder of the champion; null when there is none.</summary>
    public string? ChampionFolder => Registry.Champion is { } number ? Registry.FolderOf(number) : null;
}
