using Auscult.Telemetry.Fusion;

namespace Auscult.Learning.Heads;

/// <summary>A detector that can say which signals made a row anomalous.</summary>
public interface ISignalEvidence
{
    /// <summary>Share of every signal in the score of every row.</summary>
    /// <param name="frame">A frame with the signals of the fitted one.</param>
    /// <param name="entity">Index on the entity axis.</param>
    /// <returns><c>[row, signal]</c> row after row, not negative, 0 where a signal was not seen.</returns>
    float[] Contributions(Frame frame, int entity);
}

/// <summary>Scores from <see cref="ISignalEvidence"/>.</summary>
public static class SignalEvidence
{
    /// <summary>The mean over the signals of what they contribute to each row.</summary>
    /// <param name="detector">A fitted detector.</param>
    /// <param name="frame">A frame with the signals of the fitted one.</param>
    /// <param name="entity">Index on the entity axis.</param>
    public static float[] MeanContribution(this ISignalEvidence detector, Frame frame, int entity)
    {
        var contributions = detector.Contributions(frame, entity);
        var width = frame.Schema.Signals.Count;
        var scores = new float[frame.Schema.RowCount];
        for (var row = 0; row < scores.Length; row++)
        {
            var sum = 0.0;
            foreach (var contribution in contributions.AsSpan(row * width, width))
                sum += contribution;
            scores[row] = (float)(sum / width);
        }
        return scores;
    }
}
