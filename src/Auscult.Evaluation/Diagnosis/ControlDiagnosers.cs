using Auscult.Learning.Diagnosis;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Diagnosis;

/// <summary>Draws everything at random: the floor of every table.</summary>
/// <param name="seeds">Decides what.</param>
public sealed class RandomDiagnoser(Seeds seeds) : ISiteDiagnoser
{
    private const int EmbeddingWidth = 8;

    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public DiagnosisClasses Classes { get; private set; } = DiagnosisClasses.None;

    /// <inheritdoc/>
    public void Fit(IReadOnlyList<SiteShifts> train) => Classes = DiagnosisClasses.Of(train);

    /// <inheritdoc/>
    public SiteJudgement[] Judge(SiteShifts site, IReadOnlyList<int> moments) => [.. moments.Select(moment =>
    {
        var random = seeds.Child($"{site.Site.Recording}/{moment}").Generator();
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => -Math.Log(1 - random.NextDouble()))];
        var classes = Draw(Classes.Names.Count);
        var blame = site.Kinds.Select(kind => Draw(kind.Entities.Count)).ToArray();
        var (ofClasses, ofBlame) = (classes.Sum(), blame.Sum(kind => kind.Sum()));
        return new SiteJudgement(
            Array.ConvertAll(classes, value => value / ofClasses),
            Array.ConvertAll(blame, kind => Array.ConvertAll(kind, value => value / ofBlame)),
            random.NextDouble(),
            [.. Draw(EmbeddingWidth).Select(value => (float)value)]);
    })];
}

/// <summary>Says of every moment how often each class occurred in training, and blames every entity alike.</summary>
public sealed class MajorityDiagnoser : ISiteDiagnoser
{
    private double[] _frequencies = [];

    /// <inheritdoc/>
    public string Name => "majority";

    /// <inheritdoc/>
    public DiagnosisClasses Classes { get; private set; } = DiagnosisClasses.None;

    /// <inheritdoc/>
    public void Fit(IReadOnlyList<SiteShifts> train)
    {
        Classes = DiagnosisClasses.Of(train);
        _frequencies = new double[Classes.Names.Count];
        foreach (var site in train)
        {
            var seconds = site.Site.RowCount * site.Site.Step.TotalSeconds;
            foreach (var incident in site.Site.Incidents)
            {
                var lasts = (incident.EndRow - incident.FirstRow) * site.Site.Step.TotalSeconds;
                _frequencies[Classes.IndexOf(incident.Incident.FaultClass)] += lasts;
                seconds -= lasts;
            }
            _frequencies[0] += Math.Max(0, seconds);
        }
        var total = _frequencies.Sum();
        _frequencies = Array.ConvertAll(_frequencies, value => value / total);
    }

    /// <inheritdoc/>
    public SiteJudgement[] Judge(SiteShifts site, IReadOnlyList<int> moments)
    {
        var share = 1.0 / site.Kinds.Sum(kind => kind.Entities.Count);
        return [.. moments.Select(_ => new SiteJudgement(
            [.. _frequencies], [.. site.Kinds.Select(kind => Enumerable.Repeat(share, kind.Entities.Count).ToArray())], 0, [0]))];
    }
}
