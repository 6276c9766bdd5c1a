using System.Globalization;
using Auscult.Foundation;

namespace Auscult.Learning.Checkpoints;

/// <summary>
/// Checkpoints of one run: a folder each, <c>step-00000500/{weights,optimizer}.safetensors</c> and <c>state.json</c>. A folder is
/// written under a temporary name and renamed, so that it is there whole or not at all.
/// </summary>
public sealed class CheckpointStore
{
    /// <summary>File of the network's weights.</summary>
    public const string WeightsFile = "weights.safetensors";

    /// <summary>File of the optimiser's moments.</summary>
    public const string OptimizerFile = "optimizer.safetensors";

    /// <summary>File of the averaged weights, where averaging is on.</summary>
    public const string EmaFile = "ema.safetensors";

    /// <summary>File of everything that is no tensor.</summary>
    public const string StateFile = "state.json";

    private const string Prefix = "step-";
    private const string TemporaryPrefix = ".step-";
    private const string BestFile = "best";
    private readonly string _root;
    private readonly int _keep;

    /// <param name="root">Folder of the run's checkpoints; created with the first one.</param>
    /// <param name="keep">Latest checkpoints to keep besides the best one.</param>
    public CheckpointStore(string root, int keep = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        (_root, _keep) = (root, keep);
    }

    /// <summary>Folders of all checkpoints, latest first.</summary>
    public IReadOnlyList<string> Folders => Directory.Exists(_root)
        ? [.. Directory.GetDirectories(_root, Prefix + "*").OrderByDescending(Path.GetFileName, StringComparer.Ordinal)]
        : [];

    /// <summary>Folder of the checkpoint with the smallest validation loss; null when there is none.</summary>
    public string? Best
    {
        get
        {
            var pointer = Path.Combine(_root, BestFile);
            var folder = File.Exists(pointer) ? Path.Combine(_root, File.ReadAllText(pointer).Trim()) : null;
            return folder is not null && Directory.Exists(folder) ? folder : null;
        }
    }

    /// <summary>
    /// Puts the checkpoints of an earlier run aside, into a folder of the same name with <c>.previous</c>, in place of an older such
    /// folder.
    /// </summary>
    /// <returns>Where they are now, or null when there were none.</returns>
    public string? PutAside()
    {
        if (Folders.Count == 0)
            return null;
        var aside = _root.TrimEnd(Path.DirectorySeparatorChar) + ".previous";
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        Directory.Move(_root, aside);
        return aside;
    }

    /// <summary>
    /// Saves a checkpoint, unless the one of this step is there already, and removes those that are no longer kept.
    /// </summary>
    /// <param name="step">Steps done.</param>
    /// <param name="write">Writes the files into the folder it is given.</param>
    /// <param name="isBest">Whether it is the best so far.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="IOException">The disk is full or not writable; earlier checkpoints stay as they were.</exception>
    public string Save(long step, Action<string> write, bool isBest)
    {
        Directory.CreateDirectory(_root);
        RemoveLeftovers();
        var name = Prefix + step.ToString("D8", CultureInfo.InvariantCulture);
        var folder = Path.Combine(_root, name);
        if (!Directory.Exists(folder) || !IsWhole(folder))
            Replace(folder, write);
        if (isBest)
            AtomicFile.WriteAllText(Path.Combine(_root, BestFile), name + "\n");
        Prune();
        return folder;
    }

    private void Replace(string folder, Action<string> write)
    {
        var temporary = Path.Combine(_root, $".{Path.GetFileName(folder)}.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(temporary);
            write(temporary);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            Directory.Move(temporary, folder);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    private static bool IsWhole(string folder)
    {
        try
        {
            _ = Check(folder);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    /// <summary>The latest checkpoint that is whole; broken ones are named to <paramref name="warn"/> and passed over.</summary>
    /// <returns>Folder and state, or null when there is none.</returns>
    public (string Folder, TrainingState State)? Latest(Action<string> warn)
    {
        foreach (var folder in Folders)
        {
            try
            {
                return (folder, Check(folder));
            }
            catch (InputException problem)
            {
                warn($"checkpoint passed over: {problem.Message}");
            }
        }
        return null;
    }

    /// <summary>Reads the state of a checkpoint and checks that its tensor files are whole.</summary>
    /// <exception cref="InputException">A file is missing, truncated or malformed.</exception>
    public static TrainingState Check(string folder)
    {
        var state = TrainingState.Read(Path.Combine(folder, StateFile));
        SafetensorsFile.Open(Path.Combine(folder, WeightsFile)).Dispose();
        SafetensorsFile.Open(Path.Combine(folder, OptimizerFile)).Dispose();
        return state;
    }

    private void Prune()
    {
        var best = Best;
        foreach (var folder in Folders.Skip(_keep).Where(folder => folder != best))
            Directory.Delete(folder, recursive: true);
    }

    private void RemoveLeftovers()
    {
        foreach (var folder in Directory.GetDirectories(_root, TemporaryPrefix + "*"))
            Directory.Delete(folder, recursive: true);
    }
}
