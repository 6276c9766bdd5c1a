namespace Auscult.Retraining.Checks;

/// <summary>What is known of one signal in one recording.</summary>
/// <param name="Layer">Its layer, in lower case.</param>
/// <param name="Unit">Its unit; empty when unknown.</param>
/// <param name="Coverage">Share of rows and entities with a value, 0 to 1.</param>
/// <param name="Level">Median of the absolute values that are not 0; 0 when there is none.</param>
/// <param name="Moves">Whether it has more than one value at some entity.</param>
public sealed record SignalProfile(string Layer, string Unit, double Coverage, double Level, bool Moves);

/// <summary>A labelled fault beside what a model says of it.</summary>
/// <param name="Label">The labelled class.</param>
/// <param name="Said">The likeliest class.</param>
/// <param name="Confidence">Its calibrated probability.</param>
/// <param name="IsPlaceFirst">Whether the labelled place is the most suspect one.</param>
public sealed record LabelledVerdict(string Label, string Said, double Confidence, bool IsPlaceFirst);

/// <summary>A recording in numbers: what data are compared by.</summary>
public sealed record RecordingProfile
{
    /// <summary><c>dataset/recording</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Signals by <c>kind/name</c>.</summary>
    public required IReadOnlyDictionary<string, SignalProfile> Signals { get; init; }

    /// <summary>
    /// Vectors of moments without a fault, <c>[moment][feature]</c>, by what they are of: a layer, <c>embedding</c>, <c>score</c>; and
    /// <c>confidence</c>, of incidents.
    /// </summary>
    public required IReadOnlyDictionary<string, float[][]> Samples { get; init; }

    /// <summary>Its labelled faults; empty where no model judged them.</summary>
    public IReadOnlyList<LabelledVerdict> Verdicts { get; init; } = [];

    /// <summary>Labelled faults.</summary>
    public int Faults { get; init; }

    /// <summary>Share of the time that they cover, 0 to 1.</summary>
    public double FaultTime { get; init; }
}

/// <summary>Recordings in numbers, and what the model that judged them knows.</summary>
/// <param name="Recordings">One each.</param>
/// <param name="KnownFaults">Classes of faults that the model has learned.</param>
public sealed record DataProfile(IReadOnlyList<RecordingProfile> Recordings, IReadOnlyList<string> KnownFaults);
