using Auscult.Foundation;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Baselines;

/// <summary>Reads rows of a frame as baselines need them: scaled, with a neutral value where nothing was seen.</summary>
internal static class BaselineRows
{
    /// <summary>
    /// Scale of the distance baselines: asinh((x - median) / 10 deviations), which is linear in the range that training rows cover.
    /// A smaller divisor lets signals that hardly moved in training dominate every distance.
    /// </summary>
    public static readonly RobustScalerConfig WideScale =
        new() { FloorShare = 10, ConstantRatioSpread = 0.1, ConstantShare = 0.1, ConstantSpread = 1 };

    /// <summary>Scale of the linear auto-encoder: deviations, as for principal components in general.</summary>
    public static readonly RobustScalerConfig DeviationScale = WideScale with { FloorShare = 1 };

    /// <summary>Rows <c>[row, signal]</c>, scaled; 0, the median of the training rows, where nothing was seen.</summary>
    public static float[] Read(Frame frame, RowRange range, RobustScaler scaler)
    {
        var values = frame.Rows(range.Entity, range.FirstRow, range.RowCount).ToArray();
        scaler.Transform(values, values);
        ReplaceUnseen(values);
        return values;
    }

    /// <summary>Rows <c>[row, signal]</c> as (x - median) / spread, without the asinh; 0 where nothing was seen.</summary>
    public static float[] ReadLinear(Frame frame, RowRange range, RobustScaler scaler)
    {
        scaler.RequireSignalsOf(frame.Schema);
        var values = frame.Rows(range.Entity, range.FirstRow, range.RowCount).ToArray();
        var scales = scaler.Signals;
        for (var i = 0; i < values.Length; i++)
        {
            var scale = scales[i % scales.Count];
            values[i] = scale.Status == SignalScaleStatus.NeverSeen ? 0 : (values[i] - scale.Median) / scale.Spread;
        }
        ReplaceUnseen(values);
        return values;
    }

    /// <summary>All rows of all ranges, <c>[row, signal]</c>, in the frame's units.</summary>
    /// <exception cref="InputException">There are none.</exception>
    public static float[] Gather(Frame frame, IReadOnlyList<RowRange> ranges)
    {
        var width = frame.Schema.Signals.Count;
        var values = new float[ranges.Sum(range => range.RowCount) * width];
        if (values.Length == 0)
            throw new InputException("no training rows", remedy: "choose a split that leaves some");
        var offset = 0;
        foreach (var range in ranges)
        {
            frame.Rows(range.Entity, range.FirstRow, range.RowCount).CopyTo(values.AsSpan(offset));
            offset += range.RowCount * width;
        }
        return values;
    }

    /// <summary>Puts 0 where nothing was seen.</summary>
    public static void ReplaceUnseen(Span<float> values)
    {
        foreach (ref var value in values)
        {
            if (float.IsNaN(value))
                value = 0;
        }
    }
}
