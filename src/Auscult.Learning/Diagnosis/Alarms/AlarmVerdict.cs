namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>What is said of an incident: class, culprit, how sure, how bad, how new.</summary>
public sealed record AlarmVerdict
{
    /// <summary>Class name of what is like nothing that was learned.</summary>
    public const string UnknownClass = "unknown";

    /// <summary>Classes of faults by calibrated probability, likeliest first.</summary>
    public required IReadOnlyList<RankedName> Classes { get; init; }

    /// <summary>Blame of every entity, <c>[kind][entity]</c>.</summary>
    public required double[][] Blame { get; init; }

    /// <summary>Places by blame, most suspect first.</summary>
    public required IReadOnlyList<RankedName> Places { get; init; }

    /// <summary>Probability of the faults over that of the faults and the benign events.</summary>
    public required double FaultShare { get; init; }

    /// <summary>Mean embedding of its moments.</summary>
    public required float[] Embedding { get; init; }

    /// <summary>How undecided the classes are, 0 to 1: <see cref="ClassCalibration.Indecision"/>.</summary>
    public required double Novelty { get; init; }

    /// <summary>Its conformal p-value among held-out incidents of known classes.</summary>
    public required double NoveltyP { get; init; }

    /// <summary>P-value at or below which the class is unknown.</summary>
    public required double UnknownLevel { get; init; }

    /// <summary>Confidence below which no class is stated.</summary>
    public required double AbstainBelow { get; init; }

    /// <summary>Whether a benign event explains it better than all faults: nobody is paged.</summary>
    public bool IsBenign => FaultShare < 0.5;

    /// <summary>Whether it is unlike every class that was learned.</summary>
    public bool IsUnknown => NoveltyP <= UnknownLevel;

    /// <summary>Calibrated probability of the likeliest class.</summary>
    public double Confidence => Classes.Count == 0 ? 0 : Classes[0].Share;

    /// <summary>Whether the likeliest class is too unsure to be stated.</summary>
    public bool IsAbstained => !IsUnknown && Confidence < AbstainBelow;

    /// <summary>The stated class: the likeliest, <see cref="UnknownClass"/>, or null when it abstains.</summary>
    public string? Class => IsUnknown ? UnknownClass : IsAbstained || Classes.Count == 0 ? null : Classes[0].Name;
}
