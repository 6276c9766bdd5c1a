using System.Runtime.InteropServices;

namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>What is known of one row: an onset after some minutes, or none for some minutes.</summary>
/// <param name="Onset">Minutes to the onset; infinite when none is known.</param>
/// <param name="Known">Minutes without an onset before knowledge ends; infinite where there is an onset.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Survival(double Onset, double Known)
{
    /// <summary>
    /// Whether the onset lies in an interval, given that it does not lie before it; null where that is unknown or was answered before.
    /// </summary>
    public bool? In(double from, double to) =>
        Onset < from ? null
        : Onset < to ? true
        : double.IsPositiveInfinity(Onset) && Known < to ? null
        : false;

    /// <summary>Whether the onset lies within some minutes; null where that is unknown.</summary>
    public bool? Within(double minutes) => In(0, minutes);
}

/// <summary>Rows that a hazard is learned from.</summary>
public sealed class SurvivalRows
{
    /// <summary>Features, <c>[row][feature]</c>.</summary>
    public List<float[]> Features { get; } = [];

    /// <summary>What followed.</summary>
    public List<Survival> Outcomes { get; } = [];

    /// <summary>How many rows each stands for.</summary>
    public List<float> Weights { get; } = [];

    /// <summary>Adds the rows of one site: all that have an onset ahead, and some of the quiet ones in place of all.</summary>
    /// <param name="precursors">Features.</param>
    /// <param name="times">Labels.</param>
    /// <param name="columns">Column of the site for each feature; -1 where it has none.</param>
    /// <param name="longest">Minutes of the last horizon.</param>
    /// <param name="quietShare">Share of quiet rows to keep.</param>
    /// <param name="random">Chooses them.</param>
    public void Add(KindPrecursors precursors, OnsetTimes times, int[] columns, double longest, double quietShare, Random random)
    {
        for (var pair = 0; pair < precursors.Count; pair++)
        {
            if (!times.IsQuiet(pair))
                continue;
            var isAhead = times.Onset(pair) < longest;
            if (!isAhead && random.NextDouble() >= quietShare)
                continue;
            var source = precursors.At(pair);
            var features = new float[columns.Length];
            for (var f = 0; f < features.Length; f++)
                features[f] = columns[f] < 0 ? 0 : source[columns[f]];
            Features.Add(features);
            Outcomes.Add(new Survival(times.Onset(pair), times.Known(pair)));
            Weights.Add(isAhead ? 1 : (float)(1 / quietShare));
        }
    }
}
