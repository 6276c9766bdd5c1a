using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Sweeps.Specification;

namespace Auscult.Cli.Verbs.Sweeps;

/// <summary>A sweep as it was read: W&amp;B's keys as they are, Optuna's where the meaning is the same.</summary>
/// <param name="Name">Its name: the file's unless it says another.</param>
/// <param name="Config">The sweep.</param>
/// <param name="Root">Its tree after Optuna's names became W&amp;B's, for places of values.</param>
internal sealed record SweepFile(string Name, SweepConfig Config, ConfigMapping Root)
{
    /// <summary>Folder of named sweeps within the configuration folder.</summary>
    public const string Group = "sweep";

    // W&B's keys that say where and how W&B starts a trial.
    private static readonly string[] WithoutMeaning = ["program", "command", "project", "entity"];

    private static readonly Dictionary<string, string> TopNames = new(StringComparer.Ordinal)
    {
        ["n_trials"] = "run_cap", ["sampler"] = "method", ["params"] = "parameters", ["search_space"] = "parameters", ["pruner"] = "early_terminate",
    };

    private static readonly Dictionary<string, string> StopNames = new(StringComparer.Ordinal)
    {
        ["min_resource"] = "min_iter", ["reduction_factor"] = "eta", ["n_startup_trials"] = "startup_trials",
        ["n_warmup_steps"] = "warmup_iter", ["interval_steps"] = "interval",
    };

    /// <summary>Reads a file, or a sweep of the configuration folder by its name.</summary>
    /// <exception cref="InputException">There is no such file, or a key or a value of it is wrong.</exception>
    public static SweepFile Read(string pathOrName, string configFolder, CliServices services)
    {
        var path = pathOrName;
        if (!File.Exists(path) && !pathOrName.EndsWith(ConfigFolder.Extension, StringComparison.Ordinal))
        {
            var names = ConfigFolder.Groups(configFolder).GetValueOrDefault(Group, []);
            if (!names.Contains(pathOrName, StringComparer.Ordinal))
                throw new InputException($"there is no sweep called '{pathOrName}'", remedy: NearestName.Suggest(pathOrName, names));
            path = Path.Combine(configFolder, Group, pathOrName + ConfigFolder.Extension);
        }
        var root = Named(ConfigYaml.ReadFile(path));
        foreach (var key in WithoutMeaning.Where(key => root[key] is not null))
        {
            services.Error.WriteLine($"auscult: {root[key]!.Source.Error($"'{key}' has no meaning here and is not used").Message}");
            root = root.Without(key);
        }
        var config = ConfigBinder.Bind<SweepConfig>(root, Group);
        return new SweepFile(config.Name ?? Path.GetFileNameWithoutExtension(path), config, root);
    }

    private static ConfigMapping Named(ConfigMapping root)
    {
        root = Renamed(root, TopNames);
        if (root["direction"] is { } goal)
            root = root.Without("direction").With("metric", ((root["metric"] as ConfigMapping) ?? ConfigMapping.Empty(goal.Source)).With("goal", goal));
        if (root["early_terminate"] is ConfigMapping stop)
        {
            stop = Renamed(stop, StopNames);
            root = root.With("early_terminate", stop["type"] is ConfigScalar { Text: "successive_halving" } type ? stop.With("type", type with { Text = "asha" }) : stop);
        }
        return root["parameters"] is ConfigMapping parameters
            ? root.With("parameters", parameters with { Entries = [.. SweepParameters.Flatten(parameters, "")] })
            : root;
    }

    /// <summary>A copy with other names for some keys.</summary>
    /// <exception cref="InputException">Both names are there.</exception>
    public static ConfigMapping Renamed(ConfigMapping mapping, IReadOnlyDictionary<string, string> names)
    {
        foreach (var (key, value) in mapping.Entries.Where(entry => names.ContainsKey(entry.Key)).ToArray())
        {
            if (mapping[names[key]] is not null)
                throw value.Source.Error($"'{key}' and '{names[key]}' are the same", "leave one of them out");
            mapping = mapping.Without(key).With(names[key], value);
        }
        return mapping;
    }
}
