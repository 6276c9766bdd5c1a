using Auscult.Evaluation.Baselines;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.RootCause;

/// <summary>
/// BARO (Pham, Ha and Zhang, FSE 2024): Bayesian online change points find when the incident began within context and interval together,
/// then the robust scorer ranks the signals by what is after against what is before. The stated onset is not used.
/// </summary>
/// <remarks>
/// The paper's change points are those of all signals jointly; here every signal has its own, and the row at which most of them have
/// probably just changed counts.
/// </remarks>
/// <param name="frame">The values.</param>
public sealed class BaroRanker(Frame frame) : ISignalRanker
{
    private const double MeanRunLength = 250;
    private const int LeastRows = 4;
    private const int JustChanged = 2;
    private static readonly ChangePointPrior Prior = new(Mean: 0, Kappa: 0.1, Alpha: 1, Beta: 0.1);

    /// <inheritdoc/>
    public string Name => "baro";

    /// <inheritdoc/>
    public double[] Score(IncidentExample example)
    {
        var whole = example.Context with { RowCount = example.Fault.EndRow - example.Context.FirstRow };
        var change = ChangeIn(whole);
        return ShiftColumns.Score(
            frame, whole with { RowCount = change }, whole with { FirstRow = whole.FirstRow + change, RowCount = whole.RowCount - change },
            RobustShiftRanker.MedianAndRange);
    }

    /// <summary>The row, from the beginning of the range, at which the largest number of signals changes, as expected.</summary>
    internal int ChangeIn(RowRange range)
    {
        if (range.RowCount < 2 * LeastRows)
            return range.RowCount / 2;
        var changes = new double[range.RowCount];
        for (var signal = 0; signal < frame.Schema.Signals.Count; signal++)
        {
            var values = range.Seen(frame, signal);
            if (values.Length == range.RowCount)
                AddChanges(values, changes);
        }
        // A change shows once the new run is likelier than the old one, a row or two later.
        var best = Enumerable.Range(LeastRows, range.RowCount - (2 * LeastRows) + 1).MaxBy(row => changes[row]);
        return Math.Max(LeastRows, best - JustChanged + 1);
    }

    private static void AddChanges(double[] values, double[] changes)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        if (!(deviation > 0))
            return;
        var runs = new RunLengths(Prior, MeanRunLength, values.Length + 1);
        for (var row = 0; row < values.Length; row++)
        {
            runs.Observe((values[row] - mean) / deviation);
            if (row > JustChanged)
                changes[row] += runs.ShorterThan(JustChanged + 1);
        }
    }
}
