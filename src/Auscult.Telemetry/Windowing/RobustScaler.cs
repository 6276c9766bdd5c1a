using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private const float LargestScaled = 1e9f;
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
        var medians = MemoryMarshal.Cast<float, Vector<float>>(_median.AsSpan());
        var inverses = MemoryMarshal.Cast<float, Vector<float>>(_inverseSpread.AsSpan());
        Span<float> tail = stackalloc float[Vector<float>.Count];
        for (var first = 0; first < rows.Length; first += width)
        {
            var from = rows.Slice(first, width);
            var to = destination.Slice(first, width);
            for (var v = 0; v < medians.Length; v++)
            {
                var offset = v * Vector<float>.Count;
                if (offset + Vector<float>.Count <= width)
                {
                    Scale(new Vector<float>(from[offset..]), medians[v], inverses[v]).CopyTo(to[offset..]);
                    continue;
                }
                from[offset..].CopyTo(tail);
                Scale(new Vector<float>(tail), medians[v], inverses[v]).CopyTo(tail);
                tail[..(width - offset)].CopyTo(to[offset..]);
            }
        }
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

    /// <summary>Scales neighbouring signals; NaN stays NaN.</summary>
    /// <param name="x">Values of as many signals as a vector holds.</param>
    /// <param name="signal">Index of the first of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector<float> Scale(Vector<float> x, int signal) =>
        Scale(x, new Vector<float>(_median, signal), new Vector<float>(_inverseSpread, signal));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Scale(Vector<float> x, Vector<float> median, Vector<float> inverseSpread)
    {
        var scaled = (x - median) * inverseSpread;
        var size = Vector.ConditionalSelect(
            Vector.GreaterThan(Vector.Abs(scaled), new Vector<float>(LargestScaled)), new Vector<float>(LargestScaled), Vector.Abs(scaled));
        var square = size * size;
        var far = Vector.Log(size + Vector.SquareRoot(square + Vector<float>.One));
        // The logarithm of 1 + a little loses the little; below 1/4 the series is exact to float precision.
        var series = (new Vector<float>(105f / 3456) * square) + new Vector<float>(-15f / 336);
        series = (series * square) + new Vector<float>(3f / 40);
        series = (series * square) + new Vector<float>(-1f / 6);
        series = (series * square) + Vector<float>.One;
        var result = Vector.ConditionalSelect(Vector.LessThan(size, new Vector<float>(0.25f)), size * series, far);
        return Vector.CopySign(result, scaled);
    }

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
