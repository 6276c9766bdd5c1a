using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Corrections;

/// <summary>
/// A diagnoser with an operator's corrections on top, at work from the first one on and without fitting anything: what looks like a
/// corrected incident takes its class. The pull is that of a Gaussian around the nearest correction, as wide as incidents of one class usually lie apart,
/// and grows with the number of corrections that agree. Fitting the inner one anew with the corrected labels makes it superfluous.
/// </summary>
/// <param name="inner">What is corrected; fitted.</param>
/// <param name="memory">The faults that it has learned from: how far apart incidents are.</param>
public sealed class CorrectedDiagnoser(ISiteDiagnoser inner, IncidentMemory memory) : ISiteDiagnoser
{
    private const double HalfAgreement = 0.25;
    private readonly List<KnownIncident> _corrections = [];
    private IncidentMemory _memory = memory;
    private DiagnosisClasses _added = DiagnosisClasses.None;

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <summary>The inner one's classes, and those that only corrections name.</summary>
    public DiagnosisClasses Classes => new([.. inner.Classes.Names, .. _added.Names], [.. inner.Classes.IsBenign, .. _added.IsBenign]);

    /// <summary>What was corrected since the last fit.</summary>
    public IReadOnlyList<KnownIncident> Corrections => _corrections;

    /// <summary>
    /// Fits the inner one; corrections are forgotten, they are labels of <paramref name="train"/> now (<see cref="DiagnosisFeedback.Apply"/>).
    /// </summary>
    public void Fit(IReadOnlyList<SiteShifts> train)
    {
        inner.Fit(train);
        _corrections.Clear();
        _added = DiagnosisClasses.None;
        _memory = IncidentMemory.Of(inner, train, new AlarmConfig().KnownSeconds);
    }

    /// <summary>Takes a correction.</summary>
    /// <param name="site">Where it was.</param>
    /// <param name="moments">Its moments; at least one.</param>
    /// <param name="id">Which incident.</param>
    /// <param name="name">Class as it should have been called; may be one that nobody knew.</param>
    /// <param name="isBenign">Whether it was harmless; only looked at for a class that nobody knew.</param>
    public void Correct(SiteShifts site, IReadOnlyList<int> moments, string id, string name, bool isBenign = false)
    {
        if (Classes.IndexOf(name) < 0)
            _added = new DiagnosisClasses([.. _added.Names, name], [.. _added.IsBenign, isBenign]);
        _corrections.Add(new KnownIncident(id, name, EvidenceSum.Of(inner.Judge(site, moments)).MeanEmbedding()));
    }

    /// <inheritdoc/>
    public SiteJudgement[] Judge(SiteShifts site, IReadOnlyList<int> moments)
    {
        var judged = inner.Judge(site, moments);
        return _corrections.Count == 0 ? judged : Array.ConvertAll(judged, Corrected);
    }

    private SiteJudgement Corrected(SiteJudgement judgement)
    {
        var reach = _memory.TypicalDistance();
        var nearest = _corrections.Select(correction => (correction.Class, Distance: _memory.Distance(correction.Embedding, judgement.Embedding)))
            .OrderBy(near => near.Distance).ToArray();
        var agreeing = nearest.Count(near => near.Class == nearest[0].Class && near.Distance <= 2 * reach);
        var pull = agreeing / (agreeing + HalfAgreement) * Math.Exp(-0.5 * Math.Pow(nearest[0].Distance / reach, 2));
        var probabilities = new double[Classes.Names.Count];
        for (var c = 0; c < judgement.Probabilities.Length; c++)
            probabilities[c] = (1 - pull) * judgement.Probabilities[c];
        probabilities[Classes.IndexOf(nearest[0].Class)] += pull;
        return judgement with { Probabilities = probabilities };
    }
}
