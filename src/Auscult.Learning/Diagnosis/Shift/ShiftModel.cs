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
}
