using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>An entity that sticks out at a moment.</summary>
/// <param name="Entity">Which.</param>
/// <param name="AdjustedP">Its p-value among its kind, adjusted for their number.</param>
public sealed record StrangeEntity(EntityRef Entity, double AdjustedP);

/// <summary>What one moment of a site says to whoever raises alarms.</summary>
/// <param name="Moment">Index into <see cref="SiteShifts.Rows"/>.</param>
/// <param name="Row">Row of the site.</param>
/// <param name="Score">Fused score; larger is worse.</param>
/// <param name="PValue">Its conformal p-value.</param>
/// <param name="Judgement">What the diagnoser says.</param>
/// <param name="Strange">Entities that stick out at the rate of false discoveries, strangest first.</param>
public sealed record MomentEvidence(
    int Moment, int Row, double Score, double PValue, SiteJudgement Judgement, IReadOnlyList<StrangeEntity> Strange);

/// <summary>Sums up judgements of several moments: the more moments agree, the surer.</summary>
public sealed class EvidenceSum
{
    // One moment that is sure of another class must not outweigh all that agree: experiments/2026-11-unknown.
    private const double Floor = 1e-2;
    private double[] _logClasses = [];
    private double[][] _blame = [];
    private double[] _embedding = [];

    /// <summary>Number of moments.</summary>
    public int Count { get; private set; }

    /// <summary>The evidence of some moments.</summary>
    public static EvidenceSum Of(IEnumerable<SiteJudgement> judgements)
    {
        var sum = new EvidenceSum();
        foreach (var judgement in judgements)
            sum.Add(judgement);
        return sum;
    }

    /// <summary>Adds a moment.</summary>
    public void Add(SiteJudgement judgement)
    {
        if (Count++ == 0)
        {
            _logClasses = new double[judgement.Probabilities.Length];
            _blame = Array.ConvertAll(judgement.Blame, kind => new double[kind.Length]);
            _embedding = new double[judgement.Embedding.Length];
        }
        for (var c = 0; c < _logClasses.Length; c++)
            _logClasses[c] += Math.Log(judgement.Probabilities[c] + Floor);
        for (var k = 0; k < _blame.Length; k++)
        {
            for (var e = 0; e < _blame[k].Length; e++)
                _blame[k][e] += judgement.Blame[k][e];
        }
        for (var i = 0; i < _embedding.Length; i++)
            _embedding[i] += judgement.Embedding[i];
    }

    /// <summary>Mean log-probability of each class.</summary>
    public double[] MeanLogClasses() => Array.ConvertAll(_logClasses, sum => sum / Count);

    /// <summary>Mean blame of each entity, <c>[kind][entity]</c>.</summary>
    public double[][] MeanBlame() => Array.ConvertAll(_blame, kind => Array.ConvertAll(kind, sum => sum / Count));

    /// <summary>Mean embedding.</summary>
    public float[] MeanEmbedding() => Array.ConvertAll(_embedding, sum => (float)(sum / Count));
}
