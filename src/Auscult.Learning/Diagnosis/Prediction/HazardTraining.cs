using Auscult.Foundation;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>Learns a <see cref="HazardModel"/>: weights on training sites; penalty, calibration and thresholds on validation sites.</summary>
public static class HazardTraining
{
    /// <summary>Learns from labelled sites.</summary>
    /// <param name="train">Sites the weights are learned from.</param>
    /// <param name="validation">Other sites.</param>
    /// <param name="scales">Usual spreads, of the training sites.</param>
    /// <param name="config">How.</param>
    /// <exception cref="InputException">The training sites hold no labelled fault, or the horizons do not ascend.</exception>
    public static HazardModel Fit(LabelledPrecursors train, LabelledPrecursors validation, SignalScales scales, PredictionConfig config)
    {
        if (config.HorizonMinutes.Count < 2 || config.HorizonMinutes.Zip(config.HorizonMinutes.Skip(1)).Any(pair => !(pair.First < pair.Second)))
            throw new InputException("horizon_minutes must hold at least two ascending values");
        var classes = LabelledPrecursors.ClassesOf(train.Sites);
        if (classes.Count == 0)
            throw new InputException("the training sites hold no labelled fault", remedy: "prediction is learned from labelled incidents");
        Site[] labelled = [.. train.Sites, .. validation.Sites];
        return new HazardModel
        {
            Config = config,
            Scales = scales,
            Classes =
            [
                .. classes.Select(pair => FitClass(
                    pair.FaultClass, LabelsOf(train.OfKind(pair.Kind), pair.FaultClass, config), LabelsOf(validation.OfKind(pair.Kind), pair.FaultClass, config),
                    PredictabilityCeiling.Of(labelled, pair.FaultClass, config.HorizonMinutes.SkipLast(1)), config)),
            ],
        };
    }

    /// <summary>Pairs sites with the labels of a class.</summary>
    public static IReadOnlyList<(KindPrecursors Precursors, OnsetTimes Times)> LabelsOf(
        IReadOnlyList<KindPrecursors> sites, string faultClass, PredictionConfig config) =>
        [.. sites.Select(precursors => (precursors, OnsetTimes.Of(precursors, faultClass, config)))];

    /// <summary>Learns one class.</summary>
    /// <param name="faultClass">The class.</param>
    /// <param name="train">Training sites with labels; others than the recorded ones make a control.</param>
    /// <param name="validation">Validation sites with labels.</param>
    /// <param name="ceilings">One per lead.</param>
    /// <param name="config">How.</param>
    public static ClassHazard FitClass(
        string faultClass, IReadOnlyList<(KindPrecursors Precursors, OnsetTimes Times)> train,
        IReadOnlyList<(KindPrecursors Precursors, OnsetTimes Times)> validation, IReadOnlyList<PredictabilityCeiling> ceilings, PredictionConfig config)
    {
        // Without any sign there is nothing to learn but how often it happens.
        string[] names = ceilings.Any(ceiling => ceiling.Exported >= config.MinCeiling)
            ? [.. train.SelectMany(site => site.Precursors.Columns).Distinct(StringComparer.Ordinal)] : [];
        var random = new Seeds(config.Seed).Child("quiet rows").Child(faultClass).Generator();
        var models = HazardFit.Path(RowsOf(train, names, config, random), config);
        var held = RowsOf(validation.Any(site => site.Times.Incidents.Count > 0) ? validation : train, names, config, random);
        var calibrated = models.Select(model => model with { Calibration = Calibrated(model, held, config.HorizonMinutes) })
            .MaxBy(model => Likelihood(model, held, config.HorizonMinutes))!;
        var (features, hazard) = Pruned(names, calibrated);
        var result = new ClassHazard
        {
            FaultClass = faultClass, Kind = train[0].Precursors.Kind, Features = features, Hazard = hazard, Alarms = [],
            Incidents = train.Sum(site => site.Times.Incidents.Count),
        };
        var scores = new WindowScores(result, config);
        return result with
        {
            Alarms = [.. ceilings.Select((ceiling, i) => Terms(validation, scores, i, ceiling, config))],
        };
    }

    private static AlarmTerms Terms(
        IReadOnlyList<(KindPrecursors Precursors, OnsetTimes Times)> validation, WindowScores scores, int lead, PredictabilityCeiling ceiling, PredictionConfig config)
    {
        var (from, until) = (config.HorizonMinutes[lead], config.HorizonMinutes[config.Windows()[lead].Until]);
        var terms = new AlarmTerms(from, until, null, null, double.IsNaN(ceiling.Exported) ? 0 : ceiling.Exported);
        if (!terms.IsPredictable(config.MinCeiling))
            return terms;
        var chosen = AlarmThreshold.Choose(
            [.. validation.Select(site => new ScoredSite(site.Precursors, site.Times, scores.Of(site.Precursors)[lead]))], from, until, config.MinPrecision);
        return terms with { Threshold = chosen?.Threshold, Precision = chosen?.Precision };
    }

    private static SurvivalRows RowsOf(
        IReadOnlyList<(KindPrecursors Precursors, OnsetTimes Times)> sites, IReadOnlyList<string> names, PredictionConfig config, Random random)
    {
        var longest = config.HorizonMinutes[^1];
        var quiet = sites.Sum(site => Enumerable.Range(0, site.Precursors.Count).Count(pair => site.Times.IsQuiet(pair) && site.Times.Onset(pair) >= longest));
        var rows = new SurvivalRows();
        foreach (var (precursors, times) in sites)
            rows.Add(precursors, times, ClassHazard.ColumnsOf(precursors, names), longest, Math.Min(1, config.QuietRows / Math.Max(1.0, quiet)), random);
        return rows;
    }

    private static double Likelihood(DiscreteHazard model, SurvivalRows rows, IReadOnlyList<double> horizons)
    {
        var sum = 0.0;
        for (var i = 0; i < rows.Features.Count; i++)
        {
            var logits = model.Logits(rows.Features[i]);
            for (var k = 0; k < logits.Length; k++)
            {
                var (from, to) = DiscreteHazard.Interval(horizons, k);
                var logit = (model.Calibration[k].Slope * logits[k]) + model.Calibration[k].Offset;
                if (rows.Outcomes[i].In(from, to) is { } isOnset)
                    sum -= rows.Weights[i] * Math.Log(1 + Math.Exp(isOnset ? -logit : logit));
            }
        }
        return sum;
    }

    private static PlattScale[] Calibrated(DiscreteHazard model, SurvivalRows rows, IReadOnlyList<double> horizons)
    {
        var logits = rows.Features.Select(features => model.Logits(features)).ToArray();
        return
        [
            .. Enumerable.Range(0, horizons.Count).Select(k =>
            {
                var (from, to) = DiscreteHazard.Interval(horizons, k);
                var cases = new List<(double Logit, bool IsOnset, double Weight)>();
                for (var i = 0; i < logits.Length; i++)
                {
                    if (rows.Outcomes[i].In(from, to) is { } isOnset)
                        cases.Add((logits[i][k], isOnset, rows.Weights[i]));
                }
                return cases.Exists(one => one.IsOnset) ? PlattScale.Fit(cases) : PlattScale.None;
            }),
        ];
    }

    private static (string[] Features, DiscreteHazard Hazard) Pruned(string[] names, DiscreteHazard hazard)
    {
        var kept = Enumerable.Range(0, names.Length).Where(f => hazard.Weights.Any(weights => weights[f] != 0)).ToArray();
        float[] Of(float[] all) => [.. kept.Select(f => all[f])];
        return ([.. kept.Select(f => names[f])], hazard with { Mean = Of(hazard.Mean), Scale = Of(hazard.Scale), Weights = [.. hazard.Weights.Select(Of)] });
    }
}
