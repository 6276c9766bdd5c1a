using System.Globalization;
using Auscult.Foundation;

namespace Auscult.Tracking;

/// <summary>Registered models in MLflow's file layout: <c>models/NAME/{meta.yaml,aliases/ALIAS,version-N/meta.yaml}</c>.</summary>
internal sealed class FileRegistry(string root, TimeProvider clock)
{
    private static readonly Lock Gate = new();

    /// <summary>Adds the next version of a model, which is made when there is none.</summary>
    /// <param name="name">The registered model.</param>
    /// <param name="modelId">The logged model.</param>
    /// <param name="runId">The run that made it.</param>
    /// <param name="source">Where its files are.</param>
    /// <param name="aliases">Aliases that mean this version from now on.</param>
    public void Add(string name, string modelId, string runId, string source, IReadOnlyList<string> aliases)
    {
        foreach (var alias in aliases)
            Names.Alias(alias);
        var folder = Path.Combine(root, Names.Model(name));
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        lock (Gate)
        {
            var meta = Path.Combine(folder, "meta.yaml");
            var old = File.Exists(meta) ? MetaYaml.Read(meta) : new Dictionary<string, string?>(StringComparer.Ordinal);
            AtomicFile.WriteAllText(meta, MetaYaml.Write(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["creation_timestamp"] = old.GetValueOrDefault("creation_timestamp") is { } made
                    ? long.Parse(made, CultureInfo.InvariantCulture) : now,
                ["description"] = old.GetValueOrDefault("description"), ["last_updated_timestamp"] = now, ["name"] = name,
            }));
            var version = Claim(folder);
            AtomicFile.WriteAllText(Path.Combine(folder, $"version-{version}", "meta.yaml"),
                MetaYaml.Write(new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["creation_timestamp"] = now, ["current_stage"] = "None", ["description"] = null, ["last_updated_timestamp"] = now,
                    ["model_id"] = modelId,
                    ["name"] = name, ["run_id"] = runId, ["run_link"] = null, ["source"] = source, ["status"] = "READY",
                    ["status_message"] = null,
                    ["storage_location"] = source, ["user_id"] = Environment.UserName, ["version"] = version,
                }));
            foreach (var alias in aliases)
                AtomicFile.WriteAllText(Path.Combine(folder, "aliases", alias), version.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Makes an alias mean the newest version of a logged model; nothing happens when it has none.</summary>
    /// <param name="name">The registered model.</param>
    /// <param name="modelId">The logged model.</param>
    /// <param name="alias">The alias.</param>
    public void Move(string name, string modelId, string alias)
    {
        var folder = Path.Combine(root, Names.Model(name));
        Names.Alias(alias);
        lock (Gate)
        {
            var version = Versions(folder)
                .Where(number => File.Exists(MetaOf(folder, number)) && MetaYaml.Read(MetaOf(folder, number)).GetValueOrDefault("model_id") == modelId)
                .DefaultIfEmpty().Max();
            if (version > 0)
                AtomicFile.WriteAllText(Path.Combine(folder, "aliases", alias), version.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static string MetaOf(string folder, long version) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"version-{version}"), "meta.yaml");

    private static IEnumerable<long> Versions(string folder) => !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder, "version-*")
        .Select(path => long.TryParse(Path.GetFileName(path)["version-".Length..], CultureInfo.InvariantCulture, out var n) ? n : 0);

    // The new folder is made by a rename, which only one of several processes wins.
    private static long Claim(string folder)
    {
        var version = 1 + Versions(folder).DefaultIfEmpty().Max();
        var mine = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        Directory.CreateDirectory(mine);
        for (; ; version++)
        {
            var target = Path.Combine(folder, $"version-{version}");
            try
            {
                if (!Directory.Exists(target))
                {
                    Directory.Move(mine, target);
                    return version;
                }
            }
            catch (IOException) when (Directory.Exists(target))
            {
                // Another process was faster.
                continue;
            }
        }
    }
}
