using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Evaluation.Protocols;
using Auscult.Evaluation.Report.Runs;
using Auscult.Evaluation.RootCause;
using Auscult.Foundation;

namespace Auscult.Evaluation.Results;

/// <summary>One recording as the summary shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">Time of its first row.</param>
/// <param name="Rows">Rows on the frame's grid.</param>
/// <param name="Faults">Labelled faults in it.</param>
/// <param name="Benign">Labelled benign phases in it.</param>
public sealed record RecordingSummary(string Name, DateTimeOffset Start, int Rows, int Faults, int Benign);

/// <summary>One class of labelled intervals.</summary>
/// <param name="Class">Its name.</param>
/// <param name="IsBenign">Whether it is a labelled negative.</param>
/// <param name="Count">Number of intervals.</param>
/// <param name="MedianSeconds">Median length.</param>
public sealed record ClassSummary(string Class, bool IsBenign, int Count, double MedianSeconds);

/// <summary>One layer of signals.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="Signals">Number of signals.</param>
/// <param name="Coverage">Share of values that were seen.</param>
public sealed record LayerSummary(string Layer, int Signals, double Coverage);

/// <summary>The data behind the figures.</summary>
public sealed record DataSummary
{
    /// <summary>Name of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>Digest of the data and of every setting that shapes them.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Entities of the frame.</summary>
    public required IReadOnlyList<string> Entities { get; init; }

    /// <summary>Seconds per row.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>Rows by part of the split, over all entities.</summary>
    public required IReadOnlyDictionary<string, long> SplitRows { get; init; }

    /// <summary>Layers.</summary>
    public required IReadOnlyList<LayerSummary> Layers { get; init; }

    /// <summary>Recordings.</summary>
    public required IReadOnlyList<RecordingSummary> Recordings { get; init; }

    /// <summary>Classes of labelled intervals.</summary>
    public required IReadOnlyList<ClassSummary> Classes { get; init; }
}

/// <summary>Everything one <c>auscult evaluate</c> measured; <c>auscult report</c> draws it.</summary>
public sealed record EvaluationResults
{
    /// <summary>The layout this code writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Layout of the file.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>When it was measured.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Id of the tracked run, or empty.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Checkpoint of the encoder, or empty when only baselines were judged.</summary>
    public string Checkpoint { get; init; } = "";

    /// <summary>Seconds it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>The resolved configuration as YAML.</summary>
    public required string Config { get; init; }

    /// <summary>What the reader must know: what was left out and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The data.</summary>
    public required DataSummary Data { get; init; }

    /// <summary>Detection, one entry per protocol.</summary>
    public required IReadOnlyList<DetectionResults> Detection { get; init; }

    /// <summary>Root causes, one entry per split.</summary>
    public required IReadOnlyList<RootCauseResults> RootCause { get; init; }

    /// <summary>Detector whose alarms <see cref="Recordings"/> and <see cref="Incidents"/> show: the encoder, else the best baseline; or empty.</summary>
    public string Shown { get; init; } = "";

    /// <summary>Judged recordings for the incident explorer.</summary>
    public IReadOnlyList<ReportedRecording> Recordings { get; init; } = [];

    /// <summary>Alarms and missed faults in them.</summary>
    public IReadOnlyList<ReportedIncident> Incidents { get; init; } = [];

    /// <summary>The encoder's map, or null.</summary>
    public EmbeddingMap? Map { get; init; }

    /// <summary>Reads what <c>auscult evaluate --json</c> wrote.</summary>
    /// <exception cref="InputException">The file is missing, no results, or of a later version.</exception>
    public static EvaluationResults Read(string path)
    {
        if (!File.Exists(path))
            throw new InputException("no such file", path, remedy: "give the file that 'auscult evaluate --json' wrote");
        try
        {
            var results = JsonSerializer.Deserialize(File.ReadAllText(path), ResultsJson.Default.EvaluationResults)
                ?? throw new InputException("no evaluation results", path);
            return results.Version <= CurrentVersion
                ? results
                : throw new InputException($"written by a later version (layout {results.Version})", path, remedy: "update auscult");
        }
        catch (JsonException error)
        {
            throw new InputException(
                $"no evaluation results: {error.Message.Split(" Path:")[0]}", path, error.LineNumber + 1, inner: error,
                remedy: "give the file that 'auscult evaluate --json' wrote");
        }
    }

    /// <summary>As JSON, to be read by <see cref="Read"/>.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ResultsJson.Default.EvaluationResults) + "\n";

    /// <summary>
    /// The figures that trackers get, by their names there: <c>tsb-ad/pca/vus_pr</c>, <c>own/encoder/point_f1_at_val_threshold</c>.
    /// </summary>
    /// <remarks>Trackers allow no <c>@</c> in names.</remarks>
    public IEnumerable<KeyValuePair<string, double>> Metrics()
    {
        foreach (var protocol in Detection)
        {
            foreach (var row in protocol.Detectors)
            {
                foreach (var metric in row.Metrics)
                    yield return new($"test/{protocol.Protocol}/{row.Detector}/{metric.Name.Replace("@", "_at_", StringComparison.Ordinal)}", metric.Value);
            }
        }
        foreach (var split in RootCause)
        {
            var name = string.Concat(split.Split.Where(c => char.IsLetterOrDigit(c) || c == ' ')).Replace(' ', '_');
            foreach (var row in split.Rows)
            {
                yield return new($"test/root_cause/{name}/{row.Classifier}/{row.Interval}/macro_f1", row.MacroF1.Value);
                yield return new($"test/root_cause/{name}/{row.Classifier}/{row.Interval}/balanced_accuracy", row.BalancedAccuracy.Value);
            }
        }
    }
}

/// <summary>JSON as the command line writes it: snake case, NaN by name.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EvaluationResults))]
internal sealed partial class ResultsJson : JsonSerializerContext;
