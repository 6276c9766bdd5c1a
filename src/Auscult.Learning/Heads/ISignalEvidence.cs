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
