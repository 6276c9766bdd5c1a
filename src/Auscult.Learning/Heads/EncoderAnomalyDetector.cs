using Auscult.Learning.Checkpoints;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Heads;

/// <summary>
/// Scores rows by the error with which a pretrained joint encoder reconstructs values it is not shown. Fitting calibrates the
/// threshold and notes which signals are normally seen; the encoder itself stays as it is.
/// </summary>
/// <param name="model">The encoder, pretrained on training rows; the caller disposes it.</param>
/// <param name="config">How errors become scores.</param>
public sealed class EncoderAnomalyDetector(TrainedEncoder model, AnomalyHeadConfig config) : IAnomalyDetector, ISignalEvidence
{
    private readonly ReconstructionErrors _errors = new(model, config);
    private float[] _presenceShare = [];

    /// <summary>Share of the training rows in which each signal was seen, <c>[signal]</c>; empty before fitting.</summary>
    public IReadOnlyList<float> PresenceShares => _presenceShare;

    /// <inheritdoc/>
    public string Name => "encoder";

    /// <inheritdoc/>
    public bool IsCausal => config.IsCausal;

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        model.RequireSignalsOf(frame.Schema);
        var width = frame.Schema.Signals.Count;
        var (seen, rowCount) = (new long[width], 0L);
        foreach (var range in train)
        {
            var rows = frame.Rows(range.Entity, range.FirstRow, range.RowCount);
            for (var i = 0; i < rows.Length; i++)
                seen[i % width] += float.IsNaN(rows[i]) ? 0 : 1;
            rowCount += range.RowCount;
        }
        _presenceShare = Array.ConvertAll(seen, count => (float)count / Math.Max(1, rowCount));
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity) => this.MeanContribution(frame, entity);

    /// <inheritdoc/>
    public float[] Contributions(Frame frame, int entity)
    {
        if (_presenceShare.Length == 0)
            throw new InvalidOperationException("the detector has not been fitted");
        var errors = _errors.Of(frame, entity);
        var width = frame.Schema.Signals.Count;
        for (var i = 0; i < errors.Length; i++)
        {
            var error = float.IsNaN(errors[i]) ? config.MissingError * _presenceShare[i % width] : errors[i];
            errors[i] = (float)Math.Pow(error, config.ErrorPower);
        }
        return errors;
    }
}
