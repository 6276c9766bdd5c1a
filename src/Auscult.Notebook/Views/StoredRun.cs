using System.Globalization;
using Auscult.Foundation;

namespace Auscult.Notebook.Views;

/// <summary>A run as it lies in a file store of MLflow's layout (docs/guide/tracking.md): settings and measurements.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Name">Its name.</param>
/// <param name="Params">Settings.</param>
/// <param name="Metrics">Measurements by name, in the order in which they were written.</param>
public sealed record StoredRun(
    string Id, string Name, IReadOnlyDictionary<string, string> Params, IReadOnlyDictionary<string, IReadOnlyList<(long Step, double Value)>> Metrics)
{
    /// <summary>The runs of all experiments of a store, by name.</summary>
    /// <param name="root">Folder of the store, e.g. <c>mlruns</c>.</param>
    /// <exception cref="InputException">There is no such folder, or a measurement cannot be read.</exception>
    public static IReadOnlyList<StoredRun> ReadAll(string root)
    {
        if (!Directory.Exists(root))
            throw new InputException("no such folder", root, remedy: "name the tracker's root, where runs were written");
        return [.. Directory.EnumerateDirectories(root).Where(experiment => !Path.GetFileName(experiment).StartsWith('.'))
            .SelectMany(Directory.EnumerateDirectories)
            .Where(run => File.Exists(Path.Combine(run, "meta.yaml")) && Directory.Exists(Path.Combine(run, "params")))
            .Select(Read).OrderBy(run => run.Name, StringComparer.Ordinal).ThenBy(run => run.Id, StringComparer.Ordinal)];
    }

    /// <summary>The last value of a measurement; NaN when the run has none.</summary>
    public double Last(string metric) => Metrics.TryGetValue(metric, out var values) && values.Count > 0 ? values[^1].Value : double.NaN;

    /// <summary>The settings in which some runs differ, by name.</summary>
    public static IReadOnlyList<string> Differing(IReadOnlyList<StoredRun> runs) =>
        [.. runs.SelectMany(run => run.Params.Keys).Distinct(StringComparer.Ordinal)
            .Where(key => runs.Select(run => run.Params.GetValueOrDefault(key)).Distinct(StringComparer.Ordinal).Count() > 1).Order(StringComparer.Ordinal)];

    private static StoredRun Read(string folder)
    {
        var name = Path.Combine(folder, "tags", "mlflow.runName");
        return new StoredRun(
            Path.GetFileName(folder), File.Exists(name) ? File.ReadAllText(name) : Path.GetFileName(folder),
            Files(folder, "params").ToDictionary(file => file.Key, file => File.ReadAllText(file.Path), StringComparer.Ordinal),
            Files(folder, "metrics").ToDictionary(file => file.Key, file => Measurements(file.Path), StringComparer.Ordinal));
    }

    // A slash in a key is a folder.
    private static IEnumerable<(string Key, string Path)> Files(string folder, string kind) => Path.Combine(folder, kind) is var root && Directory.Exists(root)
        ? Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(path => (Path.GetRelativePath(root, path), path))
        : [];

    private static IReadOnlyList<(long Step, double Value)> Measurements(string path)
    {
        var values = new List<(long Step, double Value)>();
        foreach (var line in File.ReadLines(path))
        {
            // Time, value, step.
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 3 || !double.TryParse(parts[1], CultureInfo.InvariantCulture, out var value) || !long.TryParse(parts[2], out var step))
                throw new InputException($"'{line}' is no measurement", path, values.Count + 1);
            values.Add((step, value));
        }
        return values;
    }
}
