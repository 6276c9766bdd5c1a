namespace Auscult.Evaluation.Metrics;

/// <summary>Expected calibration error (Guo et al. 2017): how far stated confidence lies from the share of right answers.</summary>
public static class CalibrationError
{
    /// <summary>Number of equally wide confidence bins.</summary>
    public const int BinCount = 10;

    /// <summary>The mean over incidents of |confidence - accuracy| of their bin; NaN without incidents.</summary>
    /// <param name="confidences">Probability given to the predicted class, 0..1.</param>
    /// <param name="isRight">Whether the predicted class was the true one.</param>
    public static double Of(IReadOnlyList<double> confidences, IReadOnlyList<bool> isRight)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(isRight.Count, confidences.Count);
        var gaps = new double[BinCount];
        for (var i = 0; i < confidences.Count; i++)
        {
            var bin = Math.Clamp((int)Math.Ceiling(confidences[i] * BinCount) - 1, 0, BinCount - 1);
            gaps[bin] += confidences[i] - (isRight[i] ? 1 : 0);
        }
        return gaps.Sum(Math.Abs) / confidences.Count;
    }
}
