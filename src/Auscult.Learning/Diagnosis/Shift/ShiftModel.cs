using System.Text.Json.Serialization;
using Auscult.Learning.Heads;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Shift;

/// <summary>What a <see cref="ShiftDiagnoser"/> has learned.</summary>
public sealed record ShiftModel
{
    /// <summary>The classes.</summary>
    public required DiagnosisClasses Classes { get; init; }

    /// <summary>Signals of the features, as <see cref="SignalScales.Key"/> names them.</summary>
    public required IReadOnlyList<string> Signals { get; init; }

    /// <summary>Class from the features of the site; null when it is linear. Kept in a file of its own.</summary>
    [JsonIgnore]
    public ExtraTrees? Trees { get; init; }

    /// <summary>Class from the features of the site; null when it is trees.</summary>
    public SoftmaxRegression? Linear { get; init; }

    /// <summary>Mean of each feature over the learned moments.</summary>
    public required double[] Mean { get; init; }

    /// <summary>Factor on each feature for the embedding; 0 for features that never varied.</summary>
    public required double[] Scale { get; init; }

    /// <summary>Culprit among the entities of a kind, by kind.</summary>
    public required IReadOnlyDictionary<EntityKind, BlameModel> Blame { get; init; }

    /// <summary>Probability that the culprit of a class is of a kind: <c>[class]</c>, by kind.</summary>
    public required IReadOnlyDictionary<EntityKind, double[]> KindOfClass { get; init; }

    /// <summary>Mean absolute feature over normal moments, <c>[feature]</c>.</summary>
    public required float[] NormalLevels { get; init; }

    /// <summary>Directions of the embedding, <c>[component][feature]</c>, on standardised features.</summary>
    public required float[][] Components { get; init; }

    /// <summary>Judges one moment.</summary>
    public SiteJudgement Judge(SiteShifts site, int moment)
    {
        var features = FeaturesOf().Of(site, moment);
        var probabilities = Trees?.Predict(features) ?? SoftmaxRegression.Probabilities(Linear!.Logits(Array.ConvertAll(features, f => (double)f)));
        return new SiteJudgement(probabilities, BlameOf(site, moment, probabilities), StrangeFeatures.Of(features, NormalLevels), Embedding(features));
    }

    internal SiteFeatures FeaturesOf() => new(Signals);

    /// <summary>The signals of one kind.</summary>
    internal static EntityFeatures EntityFeaturesOf(IEnumerable<string> signals, EntityKind kind)
    {
        var prefix = SignalScales.Key(kind, "");
        return new EntityFeatures(signals.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key[prefix.Length..]));
    }

    private double[][] BlameOf(SiteShifts site, int moment, double[] probabilities)
    {
        var blame = new double[site.Kinds.Count][];
        var total = 0.0;
        for (var k = 0; k < blame.Length; k++)
        {
            var kind = site.Kinds[k];
            var weight = 0.0;
            if (KindOfClass.TryGetValue(kind.Kind, out var ofClass))
            {
                for (var c = 0; c < probabilities.Length; c++)
                    weight += probabilities[c] * ofClass[c];
            }
            var within = Blame.TryGetValue(kind.Kind, out var model)
                ? model.Probabilities(EntityFeaturesOf(Signals, kind.Kind).Of(kind, moment))
                : Enumerable.Repeat(1.0 / kind.Entities.Count, kind.Entities.Count).ToArray();
            blame[k] = Array.ConvertAll(within, p => p * (weight + 1e-9));
            total += weight + 1e-9;
        }
        foreach (var kind in blame)
        {
            for (var e = 0; e < kind.Length; e++)
                kind[e] /= total;
        }
        return blame;
    }

    private float[] Embedding(float[] features) => Array.ConvertAll(Components, direction =>
    {
        var sum = 0.0;
        for (var f = 0; f < features.Length; f++)
            sum += direction[f] * (features[f] - Mean[f]) * Scale[f];
        return (float)sum;
    });
}
