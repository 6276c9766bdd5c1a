using System.Runtime.InteropServices;

namespace Auscult.Evaluation.Metrics;

/// <summary>
/// Affiliation precision and recall: how much closer predictions and segments are than random points of the same zone would be.
/// Huet, Navarro and Rossi, "Local Evaluation of Time Series Anomaly Detection Algorithms", KDD 2022.
/// </summary>
/// <remarks>
/// A zone is the part of the series nearest to one labelled segment. Row i is the interval [i, i+1). The survival functions of
/// the paper are piecewise linear in time, so their integrals are trapezoids between the breaks.
/// </remarks>
public static class Affiliation
{
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Interval(double Start, double End)
    {
        public double Length => End - Start;

        public bool IsEmpty => End <= Start;

        public Interval Within(Interval other) => new(Math.Max(Start, other.Start), Math.Min(End, other.End));
    }

    /// <summary>Harmonic mean of affiliation precision and recall; NaN without a positive label, 0 when nothing is predicted.</summary>
    public static double F1(ReadOnlySpan<bool> labels, ReadOnlySpan<bool> predictions)
    {
        var truth = LabelSegment.In(labels);
        if (truth.Count == 0)
            return double.NaN;
        var predicted = LabelSegment.In(predictions);

        double precisions = 0, recalls = 0;
        int zonesWithPrediction = 0, first = 0;
        var start = 0.0;
        for (var k = 0; k < truth.Count; k++)
        {
            var segment = new Interval(truth[k].Start, truth[k].End);
            var end = k + 1 < truth.Count ? (truth[k].End + truth[k + 1].Start) / 2.0 : labels.Length;
            var zone = new Interval(start, end);
            var inZone = new List<Interval>();
            while (first < predicted.Count && predicted[first].End <= zone.Start)
                first++;
            for (var p = first; p < predicted.Count && predicted[p].Start < zone.End; p++)
                inZone.Add(new Interval(predicted[p].Start, predicted[p].End).Within(zone));
            if (inZone.Count > 0)
            {
                zonesWithPrediction++;
                precisions += inZone.Sum(p => PrecisionIntegral(p, segment, zone)) / inZone.Sum(p => p.Length);
                recalls += RecallIntegral(inZone, segment, zone) / segment.Length;
            }
            start = end;
        }
        if (zonesWithPrediction == 0)
            return 0;
        var precision = precisions / zonesWithPrediction;
        var recall = recalls / truth.Count;
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    /// <summary>Over a prediction: the chance that a random point of the zone lies farther from the segment.</summary>
    private static double PrecisionIntegral(Interval prediction, Interval segment, Interval zone)
    {
        var narrowSide = Math.Min(segment.Start - zone.Start, zone.End - segment.End);
        double Survival(double distance) => 1 - ((Math.Min(distance, narrowSide) + distance + segment.Length) / zone.Length);

        var sum = Math.Max(0, prediction.Within(segment).Length);
        if (prediction.Start < segment.Start)
        {
            var end = Math.Min(prediction.End, segment.Start);
            sum += Integral(Survival, segment.Start - end, segment.Start - prediction.Start, narrowSide);
        }
        if (prediction.End > segment.End)
        {
            var begin = Math.Max(prediction.Start, segment.End);
            sum += Integral(Survival, begin - segment.End, prediction.End - segment.End, narrowSide);
        }
        return sum;
    }

    /// <summary>Over a segment: the chance that a random point of the zone lies farther away than the nearest prediction.</summary>
    private static double RecallIntegral(List<Interval> predictions, Interval segment, Interval zone)
    {
        double sum = 0;
        for (var p = 0; p < predictions.Count; p++)
        {
            var prediction = predictions[p];
            var nearest = new Interval(
                p == 0 ? zone.Start : (predictions[p - 1].End + prediction.Start) / 2,
                p == predictions.Count - 1 ? zone.End : (prediction.End + predictions[p + 1].Start) / 2);
            var part = segment.Within(nearest);
            if (part.IsEmpty)
                continue;
            sum += Math.Max(0, part.Within(prediction).Length);
            sum += OutsideIntegral(part with { End = Math.Min(part.End, prediction.Start) }, prediction.Start, zone);
            sum += OutsideIntegral(part with { Start = Math.Max(part.Start, prediction.End) }, prediction.End, zone);
        }
        return sum;
    }

    private static double OutsideIntegral(Interval part, double pivot, Interval zone)
    {
        if (part.IsEmpty || pivot <= zone.Start || pivot >= zone.End)
            return 0;
        double Survival(double time)
        {
            var distance = Math.Abs(time - pivot);
            return 1 - ((Math.Min(distance, Math.Min(time - zone.Start, zone.End - time)) + distance) / zone.Length);
        }
        return Integral(
            Survival, part.Start, part.End, (zone.Start + zone.End) / 2, (zone.Start + pivot) / 2, (zone.End + pivot) / 2);
    }

    private static double Integral(Func<double, double> pieceWiseLinear, double from, double to, params ReadOnlySpan<double> breaks)
    {
        Span<double> ordered = stackalloc double[breaks.Length];
        breaks.CopyTo(ordered);
        ordered.Sort();
        double sum = 0;
        var left = from;
        foreach (var point in ordered)
        {
            if (point <= left || point >= to)
                continue;
            sum += (point - left) * (pieceWiseLinear(left) + pieceWiseLinear(point)) / 2;
            left = point;
        }
        return sum + ((to - left) * (pieceWiseLinear(left) + pieceWiseLinear(to)) / 2);
    }
}
