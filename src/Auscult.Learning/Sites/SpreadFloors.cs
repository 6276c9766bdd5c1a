using System.Numerics;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Sites;

/// <summary>Smallest spreads of the signals of one kind, from <see cref="SignalScales"/>, for whole vectors of signals.</summary>
internal sealed class SpreadFloors
{
    private readonly float[] _least;
    private readonly float[] _levelShare;
    private readonly float[] _atZero;

    /// <param name="kind">What the signals are measured on.</param>
    /// <param name="signals">The signals.</param>
    /// <param name="scales">Usual spreads.</param>
    /// <param name="share">Share of the usual spread that is the floor.</param>
    public SpreadFloors(EntityKind kind, IReadOnlyList<Signal> signals, SignalScales scales, double share)
    {
        Width = (signals.Count + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        (_least, _levelShare, _atZero) = (new float[Width], new float[Width], new float[Width]);
        for (var s = 0; s < signals.Count; s++)
        {
            var (least, levelShare, atZero) = scales.FloorOf(kind, signals[s]);
            (_least[s], _levelShare[s], _atZero[s]) = ((float)(share * least), (float)(share * levelShare), (float)(share * atZero));
        }
    }

    /// <summary>Number of signals, padded to whole vectors.</summary>
    public int Width { get; }

    /// <summary>The floors of some neighbouring signals at their usual values.</summary>
    public Vector<float> At(int lane, Vector<float> level)
    {
        var byLevel = new Vector<float>(_levelShare, lane) * Vector.Abs(level);
        var atZero = Vector.ConditionalSelect(Vector.Equals(level, Vector<float>.Zero), new Vector<float>(_atZero, lane), Vector<float>.Zero);
        return Vector.Max(new Vector<float>(_least, lane), Vector.Max(byLevel, atZero));
    }
}
