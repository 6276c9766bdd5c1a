using Auscult.Learning.Heads;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Shift;

/// <summary>Judges moments with a <see cref="ShiftModel"/>.</summary>
internal sealed class ShiftJudge
{
    private readonly ShiftModel _model;
    private readonly SiteFeatures _features;
    private readonly Dictionary<EntityKind, EntityFeatures> _entityFeatures;

    // Components as [feature, direction].
    private readonly double[] _directions;

    public ShiftJudge(ShiftModel model)
    {
        (_model, _features) = (model, new SiteFeatures(model.Signals));
        _entityFeatures = model.Blame.Keys.ToDictionary(kind => kind, kind => EntityFeatures.OfKind(model.Signals, kind));
        _directions = [.. Enumerable.Range(0, _features.Width).SelectMany(f => model.Components.Select(direction => (double)direction[f]))];
    }

    /// <summary>Judges moments of one site.</summary>
    public SiteJudgement[] Judge(SiteShifts site, IReadOnlyList<int> moments)
    {
        var featuresOf = _features.On(site);
        var blameWithin = site.Kinds.Select(BlameWithin).ToArray();
        var judgements = new SiteJudgement[moments.Count];
        Parallel.For(0, judgements.Length, i =>
        {
            var features = featuresOf(moments[i]);
            var probabilities = _model.Trees?.Predict(features)
                ?? SoftmaxRegression.Probabilities(_model.Linear!.Logits(Array.ConvertAll(features, f => (double)f)));
            var blame = Blame(site, Array.ConvertAll(blameWithin, within => within(moments[i])), probabilities);
            judgements[i] = new SiteJudgement(probabilities, blame, StrangeFeatures.Of(features, _model.NormalLevels), Embedding(features));
        });
        return judgements;
    }

    /// <summary>Probability of each entity of a kind at any moment, given that the culprit is among them.</summary>
    private Func<int, double[]> BlameWithin(KindShifts kind)
    {
        if (!_model.Blame.TryGetValue(kind.Kind, out var blame))
            return _ => Enumerable.Repeat(1.0 / kind.Entities.Count, kind.Entities.Count).ToArray();
        var featuresOf = _entityFeatures[kind.Kind].On(kind);
        return moment => blame.Probabilities(featuresOf(moment));
    }

    private double[][] Blame(SiteShifts site, double[][] within, double[] probabilities)
    {
        var total = 0.0;
        for (var k = 0; k < within.Length; k++)
        {
            var weight = 0.0;
            if (_model.KindOfClass.TryGetValue(site.Kinds[k].Kind, out var ofClass))
            {
                for (var c = 0; c < probabilities.Length; c++)
                    weight += probabilities[c] * ofClass[c];
            }
            within[k] = Array.ConvertAll(within[k], p => p * (weight + 1e-9));
            total += weight + 1e-9;
        }
        foreach (var kind in within)
        {
            for (var e = 0; e < kind.Length; e++)
                kind[e] /= total;
        }
        return within;
    }

    // All directions at once, feature by feature: one sum after the other would wait for every addition.
    private float[] Embedding(float[] features)
    {
        var (width, count) = (_model.Components.Length, features.Length);
        var sums = new double[width];
        for (var f = 0; f < count; f++)
        {
            var (distance, scale) = (features[f] - _model.Mean[f], _model.Scale[f]);
            var directions = _directions.AsSpan(f * width, width);
            for (var d = 0; d < directions.Length; d++)
                sums[d] += directions[d] * distance * scale;
        }
        return Array.ConvertAll(sums, sum => (float)sum);
    }
}
