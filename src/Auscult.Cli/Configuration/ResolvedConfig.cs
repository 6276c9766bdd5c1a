using Auscult.Foundation;

namespace Auscult.Cli.Configuration;

/// <summary>A composed configuration: what a run used, and how the user asked for it.</summary>
/// <param name="Root">Every section, with references replaced.</param>
/// <param name="Overrides">The overrides as typed.</param>
internal sealed record ResolvedConfig(ConfigMapping Root, IReadOnlyList<string> Overrides)
{
    /// <summary>The configuration as YAML, for a run's artifacts; <c>--config-dir</c> is not needed to read it.</summary>
    public string ToYaml() => ConfigYaml.Write(Root);

    /// <summary>Binds one section, such as <c>encoder</c>, to its record. A section nobody configured binds as an empty one.</summary>
    /// <exception cref="InputException">A key is unknown or missing, or a value has the wrong type or range.</exception>
    public T Bind<T>(string section) =>
        ConfigBinder.Bind<T>(Root[section] ?? ConfigMapping.Empty(Root.Source), section);

    /// <summary>The seed every random choice of the run derives from; default 1.</summary>
    public long Seed => Root["seed"] is { } node ? ConfigBinder.Bind<long>(node, "seed") : 1;

    /// <summary>Where runs put their files; default <c>runs</c>.</summary>
    public string OutputDirectory => Root["output_dir"] is { } node ? ConfigBinder.Bind<string>(node, "output_dir") : "runs";

    /// <summary>What <c>train</c> trains; default <see cref="TrainingTask.Encoder"/>.</summary>
    /// <exception cref="InputException">There is no such task.</exception>
    public TrainingTask Task => Root["task"] is { } node ? ConfigBinder.Bind<TrainingTask>(node, "task") : TrainingTask.Encoder;

    /// <summary>Every value by its dotted key, as a tracker's parameters; lists as YAML text.</summary>
    public IEnumerable<KeyValuePair<string, string>> Flatten() => Flatten(Root, "");

    private static IEnumerable<KeyValuePair<string, string>> Flatten(ConfigMapping mapping, string prefix)
    {
        foreach (var (key, value) in mapping.Entries)
        {
            if (value is ConfigMapping child)
            {
                foreach (var entry in Flatten(child, $"{prefix}{key}."))
                    yield return entry;
            }
            else
            {
                yield return new(prefix + key, ConfigYaml.WriteInline(value));
            }
        }
    }
}

/// <summary>What <c>train</c> trains.</summary>
internal enum TrainingTask
{
    /// <summary>The joint encoder of windows with its heads.</summary>
    Encoder,

    /// <summary>The diagnosis of sites: what <c>detect</c> and <c>diagnose</c> use.</summary>
    Diagnosis,
}
