using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Foundation;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>An alarm's terms at one lead: it foretells an onset between this lead and the next horizon.</summary>
/// <param name="LeadMinutes">Earliest onset.</param>
/// <param name="UntilMinutes">Latest onset.</param>
/// <param name="Threshold">Probability of an onset in between from which on it is raised; null where validation shows none that is right often enough.</param>
/// <param name="Precision">Share of right alarms on the validation sites at that threshold.</param>
/// <param name="Ceiling">Share of the training and validation incidents with a sign at least that early.</param>
public sealed record AlarmTerms(double LeadMinutes, double UntilMinutes, double? Threshold, double? Precision, double Ceiling)
{
    /// <summary>Whether the class may be foretold at this lead at all.</summary>
    public bool IsPredictable(double minCeiling) => Ceiling >= minCeiling;
}

/// <summary>How one class of faults is foretold.</summary>
public sealed record ClassHazard
{
    /// <summary>The class.</summary>
    public required string FaultClass { get; init; }

    /// <summary>Kind of entity in which it starts.</summary>
    public required EntityKind Kind { get; init; }

    /// <summary>Features with a weight, <c>signal:view</c>.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Probability of an onset by horizon.</summary>
    public required DiscreteHazard Hazard { get; init; }

    /// <summary>One per lead.</summary>
    public required IReadOnlyList<AlarmTerms> Alarms { get; init; }

    /// <summary>Incidents it was learned from.</summary>
    public required int Incidents { get; init; }

    /// <summary>Features of one pair of a site in the order of <see cref="Features"/>; 0 where the site lacks one.</summary>
    /// <param name="precursors">The site.</param>
    /// <param name="columns">From <see cref="ColumnsOf"/>.</param>
    /// <param name="pair">The pair.</param>
    public static float[] FeaturesOf(KindPrecursors precursors, int[] columns, int pair)
    {
        var source = precursors.At(pair);
        var features = new float[columns.Length];
        for (var f = 0; f < features.Length; f++)
            features[f] = columns[f] < 0 ? 0 : source[columns[f]];
        return features;
    }

    /// <summary>Column of a site for each feature; -1 where it has none.</summary>
    public static int[] ColumnsOf(KindPrecursors precursors, IReadOnlyList<string> features)
    {
        var places = precursors.Columns.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        return [.. features.Select(name => places.GetValueOrDefault(name, -1))];
    }
}

/// <summary>Everything that <c>auscult predict</c> needs, one JSON file.</summary>
public sealed record HazardModel
{
    /// <summary>Name of the file in a model folder.</summary>
    public const string FileName = "hazards.json";

    /// <summary>Version of the format that is written.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the format.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>How sites are described.</summary>
    public required PredictionConfig Config { get; init; }

    /// <summary>Usual spreads of the signals.</summary>
    public required SignalScales Scales { get; init; }

    /// <summary>One per class.</summary>
    public required IReadOnlyList<ClassHazard> Classes { get; init; }

    /// <summary>Writes the model into a folder; the file appears whole or not at all.</summary>
    public void Save(string folder) =>
        AtomicFile.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, HazardModelJson.Default.HazardModel));

    /// <summary>Reads the model of a folder.</summary>
    /// <exception cref="InputException">There is none, it is malformed, or of a later version.</exception>
    public static HazardModel Load(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            throw new InputException("no prediction model here", file, remedy: "train one with 'auscult predict DATASET --fit MODEL_DIR'");
        try
        {
            var model = JsonSerializer.Deserialize(File.ReadAllText(file), HazardModelJson.Default.HazardModel);
            return model switch
            {
                null => throw new InputException("the prediction model is empty", file),
                { Version: not CurrentVersion } => throw new InputException(
                    $"format version {model.Version}; this program reads {CurrentVersion}", file, remedy: "train the model anew"),
                _ => Checked(model, file),
            };
        }
        catch (JsonException error)
        {
            throw new InputException($"no prediction model: {error.Message}", file, error.LineNumber + 1, inner: error);
        }
    }

    private static HazardModel Checked(HazardModel model, string file)
    {
        var intervals = model.Config.HorizonMinutes.Count;
        foreach (var one in model.Classes)
        {
            var (width, hazard) = (one.Features.Count, one.Hazard);
            if (hazard.Mean.Length != width || hazard.Scale.Length != width || hazard.Bias.Length != intervals || hazard.Weights.Length != intervals
                || hazard.Weights.Any(weights => weights.Length != width) || hazard.Calibration.Count != intervals || one.Alarms.Count != intervals - 1)
            {
                throw new InputException($"the sizes of class '{one.FaultClass}' do not fit together", file, remedy: "train the model anew");
            }
        }
        return model;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(HazardModel))]
internal sealed partial class HazardModelJson : JsonSerializerContext;
