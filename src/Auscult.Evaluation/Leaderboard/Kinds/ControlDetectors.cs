using Auscult.Evaluation.Baselines;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Leaderboard.Kinds;

/// <summary>Detectors of the registry and those that see no telemetry.</summary>
internal static class ControlDetectors
{
    public const string Random = "random";
    public const string Position = "position";

    /// <summary>Controls first.</summary>
    public static IReadOnlyList<string> Names { get; } = [Random, Position, .. BaselineDetectors.Names.Where(name => name != Random)];

    public static IAnomalyDetector Create(string name, Seeds seeds) =>
        name == Position ? new PositionDetector() : BaselineDetectors.Create(name, seeds);
}

/// <summary>Control: when a row is, and nothing else. The later in its recording, the larger the score.</summary>
public sealed class PositionDetector : IAnomalyDetector
{
    /// <inheritdoc/>
    public string Name => ControlDetectors.Position;

    /// <inheritdoc/>
    public bool IsCausal => true;

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        // Time needs no training.
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity)
    {
        var scores = new float[frame.Schema.RowCount];
        foreach (var segment in frame.Schema.Segments)
        {
            for (var row = 0; row < segment.RowCount; row++)
                scores[segment.FirstRow + row] = row;
        }
        return scores;
    }
}
