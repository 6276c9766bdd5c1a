using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Heads;

/// <summary>
/// Several detectors as one: the geometric mean of their scores, that is the mean of their log scores. Scales cancel, so no
/// calibration between the members is needed.
/// </summary>
/// <param name="name">Name of the whole.</param>
/// <param name="members">At least one detector.</param>
public sealed class FusedDetector(string name, IReadOnlyList<IAnomalyDetector> members) : IAnomalyDetector
{
    private const double Floor = 1e-6;

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
        foreach (var member in members)
        {
            var scores = member.Score(frame, entity);
            for (var i = 0; i < logs.Length; i++)
                logs[i] += Math.Log(Math.Max(scores[i], Floor));
        }
        return Array.ConvertAll(logs, sum => (float)Math.Exp(sum / members.Count));
    }
}
