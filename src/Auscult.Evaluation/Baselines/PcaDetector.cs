using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// PCA as in TSB-AD's 2024 table (Aggarwal 2017, section 3.3): standardised rows, the components that together explain a quarter
/// of the variance, and per row the sum over components of its distance to the component's unit vector, divided by the variance share.
/// </summary>
/// <remarks>
/// Fitted on the whole scored series it reproduces the published figures (a transductive detector, since it sees the rows it will
/// judge); fitted on training rows it is causal. A component's sign is that of its largest projection, as in scikit-learn before 1.5.
/// </remarks>
public sealed class PcaDetector(bool wholeSeries) : IAnomalyDetector
{
    private PcaModel? _model;

    /// <inheritdoc/>
    public string Name => wholeSeries ? "pca-whole-series" : "pca";

    /// <inheritdoc/>
    public bool IsCausal => !wholeSeries;

    /// <inheritdoc/>
    public void Fit(Frame frame, IReadOnlyList<RowRange> train)
    {
        if (!wholeSeries)
            _model = PcaModel.Of(BaselineRows.Gather(frame, train), frame.Schema.Signals.Count);
    }

    /// <inheritdoc/>
    public float[] Score(Frame frame, int entity)
    {
        var rows = frame.Rows(entity, 0, frame.Schema.RowCount).ToArray();
        var model = wholeSeries
            ? PcaModel.Of([.. rows], frame.Schema.Signals.Count)
            : _model ?? throw new InvalidOperationException("fit the detector before scoring");
        return model.Score(rows);
    }
}
