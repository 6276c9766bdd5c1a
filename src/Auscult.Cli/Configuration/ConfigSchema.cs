using Auscult.Cluster;
using Auscult.Evaluation.Diagnosis;
using Auscult.Evaluation.Leaderboard;
using Auscult.Evaluation.Results;
using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Learning.Encoding;
using Auscult.Learning.Heads;
using Auscult.Learning.Sites;
using Auscult.Learning.Training;
using Auscult.Simulation.Configuration;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Windowing;
using Auscult.Tracking;

namespace Auscult.Cli.Configuration;

/// <summary>
/// Which record each section binds to. A section listed here accepts <c>section.key=value</c> for every key of its record even when no
/// file mentions the key, rejects unknown keys before a verb starts, and completes in the shell.
/// </summary>
internal static class ConfigSchema
{
    /// <summary>Section to the record that owns its keys. Each component adds its line.</summary>
    public static IReadOnlyDictionary<string, Type> Sections { get; } = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["data"] = typeof(DataConfig),
        ["simulation"] = typeof(SimulationConfig),
        ["fusion"] = typeof(FusionConfig),
        ["window"] = typeof(WindowConfig),
        ["encoder"] = typeof(JointEncoderConfig),
        ["head"] = typeof(HeadConfig),
        ["train"] = typeof(TrainingConfig),
        ["evaluate"] = typeof(EvaluationConfig),
        ["site"] = typeof(SiteConfig),
        ["alarm"] = typeof(AlarmConfig),
        ["evaluate_sites"] = typeof(SiteEvaluationConfig),
        ["leaderboard"] = typeof(LeaderboardConfig),
        ["diagnosis"] = typeof(DiagnosisConfig),
        ["tracker"] = typeof(TrackerConfig),
        ["cluster"] = typeof(ClusterConfig),
    };

    /// <summary>Keys at the root that are values, not sections.</summary>
    public static IReadOnlyList<string> RootKeys { get; } = ["seed", "output_dir", "experiment", "task"];

    /// <summary>Binds every known section once, so that a mistake in any of them is found before a verb starts its work.</summary>
    /// <param name="root">The composed configuration.</param>
    /// <param name="groups">Groups whose sections may be present without a record.</param>
    /// <exception cref="InputException">A section or key is unknown, or a value does not fit.</exception>
    public static void Validate(ConfigMapping root, IEnumerable<string> groups)
    {
        string[] known = [.. RootKeys.Concat(Sections.Keys).Concat(groups).Distinct(StringComparer.Ordinal)];
        foreach (var (key, node) in root.Entries)
        {
            if (Sections.TryGetValue(key, out var type))
                ConfigBinder.Bind(type, node, key);
            else if (!known.Contains(key, StringComparer.Ordinal))
                throw node.Source.Error($"unknown key '{key}'", NearestName.Suggest(key, known));
        }
    }

    /// <summary>Whether some record owns the key at <paramref name="path"/>.</summary>
    public static bool Knows(IReadOnlyList<string> path) =>
        (path.Count == 1 && RootKeys.Contains(path[0], StringComparer.Ordinal)) || TypeAt(path) is not null;

    /// <summary>What the key at <paramref name="path"/> can be, when that is a short list: a flag or an enum.</summary>
    public static IReadOnlyList<string> Choices(IReadOnlyList<string> path) =>
        TypeAt(path) is { } type ? ConfigValue.Choices(type) : [];

    /// <summary>Every key that <see cref="Knows"/> accepts, with dots.</summary>
    public static IEnumerable<string> Keys() =>
        RootKeys.Concat(Sections.SelectMany(section => Keys(section.Value, section.Key)));

    private static Type? TypeAt(IReadOnlyList<string> path)
    {
        var type = Sections.GetValueOrDefault(path[0]);
        foreach (var key in path.Skip(1))
            type = type is not null && ConfigRecord.Of(type) is { } record && record.Members.TryGetValue(key, out var member) ? member.Type : null;
        return type;
    }

    private static IEnumerable<string> Keys(Type type, string path) => ConfigRecord.Of(type) is { } record
        ? record.Members.SelectMany(member => Keys(member.Value.Type, $"{path}.{member.Key}"))
        : [path];
}
