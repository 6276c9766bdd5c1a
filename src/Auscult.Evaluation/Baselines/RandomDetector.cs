using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>Uniform noise: what a detector that knows nothing reaches. Every table has this row.</summary>
/// <param name="seeds">Where the noise comes from; each entity has its own.</param>
public sealed class RandomDetector(Seeds seeds) : IAnomalyDetector
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public bool IsCausal => true;

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        // There is nothing to learn.
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity)
    {
        var generator = seeds.Child($"random/{entity}").Generator();
        var scores = new float[frame.Schema.RowCount];
        foreach (ref var score in scores.AsSpan())
            score = generator.NextSingle();
        return scores;
    }
}
