using System.Globalization;

namespace Auscult.Retraining.Checks;

/// <summary>New data beside those that the champion was made from, signal by signal: what is gone, frozen, thin or in another unit.</summary>
internal static class SchemaCheck
{
    private const int Listed = 4;
    private const double SmallestLevel = 1e-12;

    /// <summary>Reasons to refuse the data, and what is only worth a note.</summary>
    public static (IReadOnlyList<string> Refusals, IReadOnlyList<string> Notes) Of(
        DataProfile usual, IReadOnlyList<RecordingProfile> fresh, CheckConfig config)
    {
        var (refusals, notes) = (new List<string>(), new List<string>());
        // A signal that only some clusters have cannot be missed; one that most have can.
        var known = usual.Recordings.SelectMany(recording => recording.Signals).GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(signal => new Usual(signal.Key, [.. signal.Select(pair => pair.Value)], usual.Recordings.Count)).ToArray();
        var now = fresh.SelectMany(recording => recording.Signals).GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(signal => signal.Key, signal => signal.Select(pair => pair.Value).ToArray(), StringComparer.Ordinal);
        foreach (var layer in known.GroupBy(signal => signal.Layer).OrderBy(layer => layer.Key, StringComparer.Ordinal))
        {
            var common = layer.Where(signal => signal.IsCommon).ToArray();
            Look("gone", common, signal => !now.TryGetValue(signal.Name, out var found) || found.All(one => one.Coverage == 0), config.MaxVanished);
            var seen = common.Where(signal => now.ContainsKey(signal.Name)).ToArray();
            Look("resting at one value", [.. seen.Where(signal => signal.AlwaysMoves)], signal => now[signal.Name].All(one => !one.Moves),
                config.MaxConstant);
            Look("far off their usual values (another unit?)", seen, signal => IsOffScale(signal, now[signal.Name], config.UnitFactor),
                config.MaxOffScale);
            var renamed = seen.Where(signal => now[signal.Name].Any(one => one.Unit != signal.Unit)).ToArray();
            if (renamed.Length > 0)
            {
                refusals.Add($"{layer.Key}: {renamed.Length} signals have another unit "
                    + $"({Names(renamed, signal => $"{signal.Name}: {now[signal.Name][0].Unit} for {signal.Unit}")})");
            }
            if (common.Length > 0)
                CoverageOf(layer.Key, common);
        }
        var added = now.Keys.Except(known.Select(signal => signal.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (added.Length > 0)
            notes.Add($"{added.Length} new signals ({Names(added, name => name)})");
        return (refusals, notes);

        void Look(string what, IReadOnlyList<Usual> among, Func<Usual, bool> isBad, double most)
        {
            var bad = among.Where(isBad).ToArray();
            if (bad.Length == 0)
                return;
            var line = $"{among[0].Layer}: {bad.Length} of {among.Count} signals are {what} ({Names(bad, signal => signal.Name)})";
            (bad.Length > most * among.Count ? refusals : notes).Add(line);
        }

        void CoverageOf(string layer, IReadOnlyList<Usual> common)
        {
            var (before, after) = (common.Sum(signal => signal.Coverage), common.Sum(signal =>
                now.TryGetValue(signal.Name, out var found) ? found.Sum(one => one.Coverage) / fresh.Count : 0));
            if (before > 0 && after < config.MinCoverage * before)
            {
                refusals.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{layer}: {100 * after / before:0} % of the usual samples are there, {100 * config.MinCoverage:0} % are asked for"));
            }
        }
    }

    private static bool IsOffScale(Usual usual, SignalProfile[] now, double factor)
    {
        var levels = now.Select(one => one.Level).Where(level => level > SmallestLevel).ToArray();
        return levels.Length > 0 && usual.Largest > SmallestLevel
            && levels.All(level => level > factor * usual.Largest || level < usual.Smallest / factor);
    }

    private static string Names<T>(IReadOnlyList<T> all, Func<T, string> name) =>
        string.Join(", ", all.Take(Listed).Select(name)) + (all.Count > Listed ? $" and {all.Count - Listed} more" : "");

    private sealed record Usual(string Name, SignalProfile[] Profiles, int Recordings)
    {
        private const double CommonShare = 0.75;

        public string Layer => Profiles[0].Layer;

        public string Unit => Profiles[0].Unit;

        public bool IsCommon => Profiles.Count(one => one.Coverage > 0) >= CommonShare * Recordings;

        public bool AlwaysMoves => Profiles.All(one => one.Moves);

        public double Coverage => Profiles.Sum(one => one.Coverage) / Recordings;

        public double Smallest { get; } = Profiles.Select(one => one.Level).Where(level => level > SmallestLevel).DefaultIfEmpty().Min();

        public double Largest { get; } = Profiles.Max(one => one.Level);
    }
}
