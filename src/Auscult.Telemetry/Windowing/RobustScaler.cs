using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Foundation;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>
/// Scales each signal as <c>asinh((x - median) / spread)</c>: linear near the median, logarithmic far from it, so that one outlier
/// cannot dominate. Median and spread come from training rows only.
/// </summary>
/// <remarks>
/// The spread is the interquartile range / 1.349 (the standard deviation of a normal sample), at least
/// <see cref="RobustScalerConfig.FloorShare"/> of the standard deviation. Windows are never divided by their own deviation.
/// </remarks>
public sealed class RobustScaler
{
    private readonly float[] _median;
    private readonly float[] _inverseSpread;

    /// <param name="signals">One scale per signal, in the order of the frame.</param>
    public RobustScaler(IReadOnlyList<SignalScale> signals)
    {
        Signals = signals;
        _median = Padded([.. signals.Select(signal => signal.Median)]);
        _inverseSpread = Padded(
            [.. signals.Select(signal => signal.Status == SignalScaleStatus.NeverSeen ? float.NaN : 1 / signal.Spread)]);
    }

    /// <summary>One scale per signal, in the order of the frame.</summary>
    public IReadOnlyList<SignalScale> Signals { get; }

    /// <summary>Signals without a scale of their own, for the report: constant or never seen in training.</summary>
    public IEnumerable<SignalScale> Unfitted => Signals.Where(signal => signal.Status != SignalScaleStatus.Fitted);

    /// <summary>Fits a scaler on the given rows and on nothing else.</summary>
    /// <param name="frame">Source of the values.</param>
    /// <param name="rows">Training rows; a row in several ranges counts once.</param>
    /// <param name="config">Options.</param>
    /// <exception cref="InputException">There is no row, or none of them holds a value.</exception>
    public static RobustScaler Fit(Frame frame, IReadOnlyList<RowRange> rows, RobustScalerConfig? config = null)
    {
        var scaler = new RobustScaler(RobustScalerFit.Fit(frame, RowRange.Merge(rows), config ?? new RobustScalerConfig()));
        return scaler.Signals.Any(signal => signal.Status != SignalScaleStatus.NeverSeen)
            ? scaler
            : throw new InputException(
                $"the {rows.Sum(range => (long)range.RowCount)} training rows hold no value", remedy: "choose other training rows");
    }

    /// <summary>Throws when a frame has other signals than those the scaler was fitted on.</summary>
    /// <exception cref="InputException">Names the first signal that differs.</exception>
    public void RequireSignalsOf(FrameSchema schema)
    {
        for (var i = 0; i < Math.Max(Signals.Count, schema.Signals.Count); i++)
        {
            var fitted = i < Signals.Count ? Signals[i].Name : "nothing";
            var given = i < schema.Signals.Count ? schema.Signals[i].Name : "nothing";
            if (fitted != given)
            {
                throw new InputException(
                    $"signal {i} is '{given}' where the scaler was fitted on '{fitted}'",
                    remedy: "fuse the dataset with the configuration that was used for training");
            }
        }
    }

    /// <summary>Scales rows <c>[row, signal]</c>; NaN stays NaN. Both spans may be the same memory.</summary>
    public void Transform(ReadOnlySpan<float> rows, Span<float> destination)
    {
        var width = Signals.Count;
        if (width == 0 || rows.Length % width != 0 || destination.Length < rows.Length)
            throw new ArgumentException($"{rows.Length} values are no rows of {width} signals that fit the destination", nameof(rows));
        for (var first = 0; first < rows.Length; first += width)
            TransformPart(rows.Slice(first, width), destination.Slice(first, width), 0);
    }

    /// <summary>The value whose scaled value is <paramref name="scaled"/>, in the signal's unit.</summary>
    public float Inverse(int signal, float scaled) =>
        Signals[signal].Status == SignalScaleStatus.NeverSeen
            ? float.NaN
            : (float)(Signals[signal].Median + (Signals[signal].Spread * Math.Sinh(scaled)));

    /// <summary>The scaler as JSON; <see cref="FromJson"/> restores it exactly.</summary>
    public string ToJson() => JsonSerializer.Serialize([.. Signals], ScalerJson.Default.SignalScaleArray);

    /// <summary>Restores a scaler.</summary>
    /// <param name="json">Text of <see cref="ToJson"/>.</param>
    /// <param name="file">Where the text comes from, for the message.</param>
    /// <exception cref="InputException">The text is no scaler.</exception>
    public static RobustScaler FromJson(string json, string? file = null)
    {
        try
        {
            var signals = JsonSerializer.Deserialize(json, ScalerJson.Default.SignalScaleArray);
            if (signals is not null && signals.All(signal => signal.Name is not null && signal.Spread > 0))
                return new RobustScaler(signals);
        }
        catch (JsonException error)
        {
            throw new InputException($"not a scaler: {error.Message}", file, error.LineNumber + 1, inner: error);
        }
        throw new InputException("not a scaler: every signal needs a name and a positive spread", file);
    }

    /// <summary>Scales neighbouring signals of one row; NaN stays NaN. Both spans may be the same memory.</summary>
    /// <param name="from">Values.</param>
    /// <param name="to">Receives as many.</param>
    /// <param name="signal">Index of the first signal, a multiple of the vectors' length.</param>
    internal void TransformPart(ReadOnlySpan<float> from, Span<float> to, int signal)
    {
        var i = 0;
        // The wide vectors do the same operations on each value, so the bits are the same, at half of the time.
        for (; Vector512.IsHardwareAccelerated && i <= from.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            Scale(Vector512.Create(from[i..]), signal + i).CopyTo(to[i..]);
        for (; i <= from.Length - Vector<float>.Count; i += Vector<float>.Count)
            Scale(new Vector<float>(from[i..]), signal + i).CopyTo(to[i..]);
        if (i == from.Length)
            return;
        Span<float> tail = stackalloc float[Vector<float>.Count];
        from[i..].CopyTo(tail);
        Scale(new Vector<float>(tail), signal + i).CopyTo(tail);
        tail[..(from.Length - i)].CopyTo(to[i..]);
    }

    /// <summary>Scales as many neighbouring signals as a wide vector holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<float> Scale(Vector512<float> x, int signal) => InverseSinh.Of(
        (x - Vector512.LoadUnsafe(ref _median[0], (nuint)signal)) * Vector512.LoadUnsafe(ref _inverseSpread[0], (nuint)signal));

    private Vector<float> Scale(Vector<float> x, int signal) =>
        InverseSinh.Of((x - new Vector<float>(_median, signal)) * new Vector<float>(_inverseSpread, signal));

    private static float[] Padded(float[] values)
    {
        var padded = new float[(values.Length + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count];
        values.CopyTo(padded, 0);
        return padded;
    }
}

/// <summary>JSON of a scaler: snake case, one object per signal.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(SignalScale[]))]
internal sealed partial class ScalerJson : JsonSerializerContext;
