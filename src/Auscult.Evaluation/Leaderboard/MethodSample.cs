using Auscult.Evaluation.Leaderboard.Kinds;
using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.RootCause;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Leaderboard;

/// <summary>
/// All cells of one method as one sample of units: its headline, the interval, and the paired difference from another method.
/// </summary>
/// <remarks>
/// Seeds of a method are averaged within every resample, so an interval tells of the data, not of the luck of one seed. Units that one of
/// two methods lacks are left out of their difference.
/// </remarks>
internal sealed class MethodSample
{
    private readonly ILeaderboardKind _kind;
    private readonly IReadOnlyList<Dictionary<string, UnitOutcome>> _units;
    private readonly Dictionary<string, double[]> _replicates;
    private readonly string[] _ids;
    private readonly int _resamples;

    public MethodSample(ILeaderboardKind kind, IReadOnlyList<LeaderboardCell> cells, int resamples = Bootstrap.DefaultResamples)
    {
        (_kind, _resamples) = (kind, resamples);
        _units = [.. cells.GroupBy(cell => cell.Seed).OrderBy(seed => seed.Key).Select(seed => seed
            .SelectMany(cell => cell.Measurement.Units).Where(unit => unit.Truth is not null || !double.IsNaN(unit.Value))
            .ToDictionary(unit => unit.Id, StringComparer.Ordinal))];
        _ids = _units.Count == 0 ? [] : [.. _units.Select(seed => seed.Keys.AsEnumerable())
            .Aggregate((all, ids) => all.Intersect(ids, StringComparer.Ordinal)).Order(StringComparer.Ordinal)];
        _replicates = cells.Where(cell => cell.Measurement.Replicates.Count > 0).GroupBy(cell => cell.System, StringComparer.Ordinal)
            .ToDictionary(
                system => system.Key, system => Mean([.. system.Select(cell => cell.Measurement.Replicates)]), StringComparer.Ordinal);
    }

    /// <summary>The headline with the interval of its bootstrap.</summary>
    public Figure Headline => Of(this, _ids, _replicates.Keys, (first, _) => first);

    /// <summary>This method minus another, with the interval of the paired bootstrap; null when they share no unit.</summary>
    public Figure? Minus(MethodSample other)
    {
        string[] shared = [.. _ids.Intersect(other._ids, StringComparer.Ordinal)];
        var systems = _replicates.Keys.Intersect(other._replicates.Keys, StringComparer.Ordinal);
        return shared.Length == 0 ? null : Of(other, shared, systems, (first, second) => first - second);
    }

    /// <summary>The headline by group, in the order of the units.</summary>
    public IReadOnlyDictionary<string, double> ByGroup() => _ids.GroupBy(id => _units[0][id].Group, StringComparer.Ordinal)
        .ToDictionary(
            group => group.Key, group => _units.Average(seed => _kind.GroupStatistic([.. group.Select(id => seed[id])])), StringComparer.Ordinal);

    private Figure Of(MethodSample other, IReadOnlyList<string> ids, IEnumerable<string> systems, Func<double, double, double> combine)
    {
        var value = combine(Statistic(ids), other.Statistic(ids));
        var interval = systems.ToArray() is { Length: > 0 } within
            ? Bootstrap.IntervalOf(Mean([.. within.Select(system => _replicates[system])])
                .Zip(Mean([.. within.Select(system => other._replicates[system])]), combine))
            : Bootstrap.Interval(ids.Count < 2 ? 0 : ids.Count, chosen =>
            {
                string[] drawn = [.. chosen.Select(i => ids[i])];
                return combine(Statistic(drawn), other.Statistic(drawn));
            }, new Seeds(1).Child("leaderboard").Generator(), _resamples);
        return new Figure(value, interval.Low, interval.High);
    }

    private double Statistic(IReadOnlyList<string> ids) =>
        ids.Count == 0 ? double.NaN : _units.Average(seed => _kind.Statistic([.. ids.Select(id => seed[id])]));

    // Element by element; what is NaN in one is left out of the mean.
    private static double[] Mean(IReadOnlyList<IReadOnlyList<double>> series) => [.. Enumerable.Range(0, series.Min(values => values.Count))
        .Select(i => series.Select(values => values[i]).Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average())];
}
