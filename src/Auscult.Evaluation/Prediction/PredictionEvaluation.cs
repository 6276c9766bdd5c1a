using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Prediction;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Prediction;

/// <summary>Learns a hazard model from a dataset's training part, and judges it beside baselines and controls on another part.</summary>
public sealed class PredictionEvaluation : IDisposable
{
    /// <summary>Class of the rows that sum over all classes that are predictable at a lead.</summary>
    public const string AllPredictable = "all predictable";

    private readonly List<Site> _sites = [];
    private readonly Dataset _dataset;
    private readonly PredictionConfig _config;
    private readonly LabelledPrecursors _train;
    private readonly LabelledPrecursors _validation;
    private readonly HashSet<EntityKind> _kinds;
    private readonly string? _cache;

    /// <summary>Reads the training and validation parts and learns.</summary>
    /// <param name="dataset">The dataset, with parts <c>train</c> and <c>validation</c>.</param>
    /// <param name="config">How.</param>
    /// <param name="cacheFolder">Where fused frames are kept; null keeps them in memory.</param>
    /// <exception cref="InputException">A part is missing, or nothing in it is labelled.</exception>
    /// <param name="report">Told what is being done.</param>
    public PredictionEvaluation(Dataset dataset, PredictionConfig config, string? cacheFolder, Action<string>? report = null)
    {
        (_dataset, _config, _cache) = (dataset, config, cacheFolder);
        var (train, validation) = (Open("train", report), Open("validation", report));
        report?.Invoke("taking features");
        var scales = SignalScales.Fit(train);
        _kinds = [.. LabelledPrecursors.ClassesOf(train).Select(pair => pair.Kind)];
        _train = LabelledPrecursors.Of(train, _kinds, scales, config);
        _validation = LabelledPrecursors.Of(validation, _kinds, scales, config);
        report?.Invoke("fitting");
        Model = HazardTraining.Fit(_train, _validation, scales, config);
    }

    /// <summary>What was learned.</summary>
    public HazardModel Model { get; }

    /// <summary>Judges the model, baselines and controls.</summary>
    /// <param name="part"><c>validation</c> while something is chosen, <c>test</c> for the last figure.</param>
    /// <param name="report">Told what is being done.</param>
    public PredictionResults Judge(string part, Action<string>? report = null)
    {
        var judged = part == "validation" ? _validation : LabelledPrecursors.Of(Open(part, report), _kinds, Model.Scales, _config);
        var nodeDays = judged.Sites.Sum(PredictionJudge.NodeDays);
        var (rows, sums) = (new List<PredictionRow>(), new PredictionSums(_config));
        foreach (var model in Model.Classes)
        {
            report?.Invoke(model.FaultClass);
            var task = new ClassTask(
                model.FaultClass, HazardTraining.LabelsOf(_train.OfKind(model.Kind), model.FaultClass, _config),
                HazardTraining.LabelsOf(_validation.OfKind(model.Kind), model.FaultClass, _config),
                PredictabilityCeiling.Of([.. _train.Sites, .. _validation.Sites], model.FaultClass, _config.HorizonMinutes.SkipLast(1)));
            var labels = HazardTraining.LabelsOf(judged.OfKind(model.Kind), model.FaultClass, _config);
            var ceilings = PredictabilityCeiling.Of(judged.Sites, model.FaultClass, _config.HorizonMinutes.SkipLast(1));
            foreach (var scorer in Scorers(model, task))
            {
                var chosen = Scored(scorer, task.Validation);
                var scores = Scored(scorer, labels);
                for (var lead = 0; lead < ceilings.Count; lead++)
                {
                    var (from, until) = (_config.HorizonMinutes[lead], _config.HorizonMinutes[_config.Windows()[lead].Until]);
                    var isPredictable = model.Alarms[lead].IsPredictable(_config.MinCeiling);
                    var threshold = !isPredictable ? null : scorer.Threshold is { } own ? own[lead]
                        : AlarmThreshold.Choose(chosen[lead], from, until, _config.MinPrecision)?.Threshold;
                    rows.Add(PredictionJudge.Row(scorer.Name, model.FaultClass, scores[lead], threshold, isPredictable, ceilings[lead], until, nodeDays));
                    if (isPredictable)
                        sums.Add(scorer.Name, lead, rows[^1], scores[lead], threshold);
                }
            }
        }
        return new PredictionResults
        {
            Fingerprint = _dataset.Fingerprint, Part = part, NodeDays = nodeDays, Rows = [.. rows, .. sums.Rows()], Reliability = ReliabilityOf(judged),
        };
    }

    private IEnumerable<PrecursorScorer> Scorers(ClassHazard model, ClassTask task)
    {
        var seeds = new Seeds(_config.Seed).Child(model.FaultClass);
        yield return PrecursorScorers.Hazard(model, _config);
        if (!model.Alarms.Any(terms => terms.IsPredictable(_config.MinCeiling)))
            yield break;
        yield return PrecursorScorers.BestSignal(task, _config);
        yield return PrecursorScorers.CounterRule(model.FaultClass, Model.Scales, _config);
        yield return PrecursorScorers.TimeOnly(task, _config);
        yield return PrecursorScorers.Shuffled(task, _config, seeds.Child("shuffled"));
        yield return PrecursorScorers.RandomScores(seeds.Child("random"), _config);
        yield return PrecursorScorers.BaseRate(_config);
    }

    /// <summary><c>[lead][site]</c>.</summary>
    private ScoredSite[][] Scored(PrecursorScorer scorer, IReadOnlyList<(KindPrecursors Precursors, OnsetTimes Times)> sites)
    {
        var scores = sites.Select(site => scorer.Scores(site.Precursors)).ToArray();
        return [.. Enumerable.Range(0, _config.HorizonMinutes.Count - 1).Select(lead =>
            sites.Select((site, i) => new ScoredSite(site.Precursors, site.Times, scores[i][lead])).ToArray())];
    }

    private Reliability[] ReliabilityOf(LabelledPrecursors judged)
    {
        var cases = _config.HorizonMinutes.Select(_ => new List<(double Probability, bool IsOnset)>()).ToArray();
        foreach (var model in Model.Classes)
        {
            foreach (var (precursors, times) in HazardTraining.LabelsOf(judged.OfKind(model.Kind), model.FaultClass, _config))
            {
                var stated = new WindowScores(model, _config).CumulativeOf(precursors);
                for (var pair = 0; pair < stated.Length; pair++)
                {
                    var outcome = new Survival(times.Onset(pair), times.Known(pair));
                    for (var k = 0; k < cases.Length; k++)
                    {
                        if (times.IsQuiet(pair) && outcome.Within(_config.HorizonMinutes[k]) is { } isOnset)
                            cases[k].Add((stated[pair][k], isOnset));
                    }
                }
            }
        }
        return [.. _config.HorizonMinutes.Select((horizon, k) => PredictionJudge.Reliability(horizon, cases[k]))];
    }

    private List<Site> Open(string part, Action<string>? report)
    {
        var opened = new List<Site>();
        foreach (var recording in Site.RecordingsOf(_dataset, part))
        {
            report?.Invoke(recording);
            opened.Add(Site.Open(_dataset, recording, _config.Site, _cache, LabelledPrecursors.KindsOf(_dataset)));
            _sites.Add(opened[^1]);
        }
        return opened;
    }

    /// <inheritdoc/>
    public void Dispose() => _sites.ForEach(site => site.Dispose());
}
