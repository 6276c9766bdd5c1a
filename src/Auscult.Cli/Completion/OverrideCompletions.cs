using Auscult.Cli.Configuration;

namespace Auscult.Cli.Completion;

/// <summary>
/// Completes overrides one level at a time: groups and sections, then a section's keys, then a group's files or a key's choices.
/// </summary>
internal static class OverrideCompletions
{
    /// <summary>What <paramref name="word"/> can become.</summary>
    /// <param name="word">What is typed so far, with its sign.</param>
    /// <param name="groups">Group to its files.</param>
    public static IEnumerable<string> Of(string word, IReadOnlyDictionary<string, IReadOnlyList<string>> groups)
    {
        var sign = word[..word.TakeWhile(c => c is '+' or '~').Count()];
        var rest = word[sign.Length..];
        var equals = rest.IndexOf('=', StringComparison.Ordinal);
        var candidates = equals < 0 ? Keys(rest, sign == "~" ? "" : "=", groups) : Values(rest[..equals], groups).Select(value => $"{rest[..equals]}={value}");
        return candidates.Where(c => c.StartsWith(rest, StringComparison.Ordinal)).Select(c => sign + c).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Keys(string typed, string ending, IReadOnlyDictionary<string, IReadOnlyList<string>> groups)
    {
        var depth = typed.LastIndexOf('.') + 1;
        var keys = ConfigSchema.Keys().Where(key => key.StartsWith(typed[..depth], StringComparison.Ordinal))
            .Select(key => key.IndexOf('.', depth) is > 0 and var dot ? key[..(dot + 1)] : key + ending);
        return depth > 0 ? keys : keys.Concat(groups.Keys.Select(group => group + ending)).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Values(string key, IReadOnlyDictionary<string, IReadOnlyList<string>> groups) =>
        groups.TryGetValue(key, out var names) ? names : ConfigSchema.Choices(key.Split('.'));
}
