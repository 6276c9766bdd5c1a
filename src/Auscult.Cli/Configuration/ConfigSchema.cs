using Auscult.Telemetry.Loading;
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
        ["tracker"] = typeof(TrackerConfig),
    };

    /// <summary>Keys at the root that are values, not sections.</summary>
    public static IReadOnlyList<string> RootKeys { get; } = ["seed", "output_dir", "experiment"];

    /// <summary>Whether some record owns the key at <paramref name="path"/>.</summary>
    public static bool Knows(IReadOnlyList<string> path)
    {
        if (path.Count == 1)
            return RootKeys.Contains(path[0], StringComparer.Ordinal) || Sections.ContainsKey(path[0]);
        if (!Sections.TryGetValue(path[0], out var type))
            return false;
        for (var i = 1; i < path.Count; i++)
        {
            if (ConfigRecord.Of(type) is not { } record || !record.Members.TryGetValue(path[i], out var member))
                return false;
            type = member.Type;
        }
        return true;
    }

    /// <summary>Every key that <see cref="Knows"/> accepts, with dots.</summary>
    public static IEnumerable<string> Keys() =>
        RootKeys.Concat(Sections.SelectMany(section => Keys(section.Value, section.Key)));

    private static IEnumerable<string> Keys(Type type, string path) => ConfigRecord.Of(type) is { } record
        ? record.Members.SelectMany(member => Keys(member.Value.Type, $"{path}.{member.Key}"))
        : [path];
}
