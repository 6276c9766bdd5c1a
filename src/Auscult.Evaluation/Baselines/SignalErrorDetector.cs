using System.Numerics.Tensors;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;

namespace Auscult.Evaluation.Baselines;

/// <summary>A detector that gives every signal of a row an error of its own; the row's score is their mean.</summary>
public abstract class SignalErrorDetector : RowsDetector, ISignalEvidence
{
    /// <inheritdoc/>
    public float[] Contributions(Frame frame, int entity)
    {
        var width = frame.Schema.Signals.Count;
        var errors = new float[frame.Schema.RowCount * width];
        foreach (var segment in frame.Schema.Segments)
            Errors(Rows(frame, entity, segment), width, errors.AsSpan(segment.FirstRow * width, segment.RowCount * width));
        return errors;
    }

    /// <summary>The errors of one recording from each row and earlier ones.</summary>
    /// <param name="rows"><c>[row, signal]</c>, scaled, 0 where nothing was seen.</param>
    /// <param name="width">Number of signals.</param>
    /// <param name="errors"><c>[row, signal]</c>, zeros to begin with.</param>
    private protected abstract void Errors(float[] rows, int width, Span<float> errors);

    /// <inheritdoc/>
    private protected sealed override void Score(float[] rows, int width, Span<float> scores)
    {
        var errors = new float[rows.Length];
        Errors(rows, width, errors);
        for (var row = 0; row < scores.Length; row++)
            scores[row] = TensorPrimitives.Sum(errors.AsSpan(row * width, width)) / width;
    }
}
