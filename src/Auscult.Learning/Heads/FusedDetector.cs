using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Heads;

/// <summary>
/// Several detectors as one: the geometric mean of their scores, that is the mean of their log scores. Scales cancel, so no
/// calibration between the members is needed.
/// </summary>
/// <param name="name">Name of the whole.</param>
/// <param name="members">At least one detector.</param>
/// <param name="weights">Positive weight of each member's log score; equal when null.</param>
public sealed class FusedDetector(string name, IReadOnlyList<IAnomalyDetector> members, IReadOnlyList<double>? weights = null)
    : IAnomalyDetector, ISignalEvidence
{
    private const double Floor = 1e-6;
    private readonly double[] _shares = Shares(weights ?? [.. members.Select(_ => 1.0)], members.Count);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool IsCausal => members.All(member => member.IsCausal);

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        foreach (var member in members)
            member.Fit(frame, train);
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity)
    {
        var logs = new double[frame.Schema.RowCount];
        foreach (var (member, share) in members.Zip(_shares))
        {
            var scores = member.Score(frame, entity);
            for (var i = 0; i < logs.Length; i++)
                logs[i] += share * Math.Log(Math.Max(scores[i], Floor));
        }
        return Array.ConvertAll(logs, log => (float)Math.Exp(log));
    }

    /// <summary>
    /// Mean over the members that give evidence of each signal's share in a row, weighted like their scores; a row adds up to 1, or to 0
    /// where no member finds anything.
    /// </summary>
    /// <exception cref="NotSupportedException">No member gives evidence per signal.</exception>
    public float[] Contributions(Frame frame, int entity)
    {
        var width = frame.Schema.Signals.Count;
        var total = new float[frame.Schema.RowCount * width];
        var explaining = members.Zip(_shares).Where(member => GivesEvidence(member.First)).ToList();
        if (explaining.Count == 0)
            throw new NotSupportedException($"no member of {name} gives evidence per signal");
        foreach (var (member, share) in explaining)
        {
            var contributions = ((ISignalEvidence)member).Contributions(frame, entity);
            var part = share / explaining.Sum(other => other.Second);
            for (var row = 0; row < total.Length; row += width)
            {
                var sum = 0.0;
                foreach (var contribution in contributions.AsSpan(row, width))
                    sum += contribution;
                for (var i = row; i < row + width && sum > 0; i++)
                    total[i] += (float)(part * contributions[i] / sum);
            }
        }
        return total;
    }

    /// <summary>Disposes the members.</summary>
    public void Dispose()
    {
        foreach (var member in members)
            member.Dispose();
    }

    private static bool GivesEvidence(IAnomalyDetector member) => member is ISignalEvidence and not SmoothedDetector { GivesEvidence: false };

    private static double[] Shares(IReadOnlyList<double> weights, int count) =>
        weights.Count == count && weights.All(weight => weight > 0)
            ? [.. weights.Select(weight => weight / weights.Sum())]
            : throw new ArgumentException($"{count} members need as many positive weights", nameof(weights));
}
