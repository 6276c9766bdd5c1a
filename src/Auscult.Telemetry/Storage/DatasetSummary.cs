using Auscult.Foundation;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Storage;

/// <summary>What is in a dataset, as plain data for tables and JSON.</summary>
public sealed record DatasetSummary
{
    /// <summary>The folder or file.</summary>
    public required string Location { get; init; }

    /// <summary>Name from the manifest.</summary>
    public required string Name { get; init; }

    /// <summary>Where the data come from.</summary>
    public required string Origin { get; init; }

    /// <summary>Licence from the manifest.</summary>
    public required string Licence { get; init; }

    /// <summary>Version of the folder's layout.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Nominal sampling step.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>See <see cref="Dataset.Fingerprint"/>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The recordings, in time order.</summary>
    public required IReadOnlyList<RecordingOverview> Recordings { get; init; }

    /// <summary>Number of entities of each kind.</summary>
    public required IReadOnlyDictionary<string, int> Entities { get; init; }

    /// <summary>Number of groups of each kind.</summary>
    public required IReadOnlyDictionary<string, int> Groups { get; init; }

    /// <summary>The series tables.</summary>
    public required IReadOnlyList<SeriesSummary> Series { get; init; }

    /// <summary>Labels by class; benign ones are labelled negatives.</summary>
    public required IReadOnlyList<IncidentSummary> Incidents { get; init; }

    /// <summary>Number of operational events of each kind.</summary>
    public required IReadOnlyDictionary<string, int> Events { get; init; }

    /// <summary>What the import left behind: skipped records, metrics without a signal in the catalogue; null when nothing was imported.</summary>
    public ImportNote? Import { get; init; }

    /// <summary>What a reader should know: missing signals, unlisted columns, rows outside recordings, signals without a value.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Reads every series of a dataset and describes it.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static DatasetSummary Of(Dataset dataset) => new DatasetInspection(dataset).Run();
}

/// <summary>One recording.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">First sample.</param>
/// <param name="End">First moment after the last sample.</param>
/// <param name="Splits">The prescribed splits it belongs to.</param>
/// <param name="Faults">Number of fault incidents.</param>
/// <param name="BenignEvents">Number of labelled negatives.</param>
public sealed record RecordingOverview(string Name, DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<string> Splits, int Faults, int BenignEvents);

/// <summary>One series table.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="EntityKind">What the rows are about.</param>
/// <param name="Entities">Number of entities that occur.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Gaps">Number of places where an entity's next row comes later than 1.5 steps, within a recording.</param>
/// <param name="LongestGapSeconds">The longest of them; 0 when there is none.</param>
/// <param name="Signals">The signals, in file order.</param>
public sealed record SeriesSummary(
    Layer Layer, EntityKind EntityKind, int Entities, long Rows, int Gaps, double LongestGapSeconds, IReadOnlyList<SignalSummary> Signals);

/// <summary>One signal. The figures are null when no value was seen.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">How its samples are read.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Coverage">Values seen over values due: one per step, recording and entity of the table; 0 to 1.</param>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Maximum">Largest value.</param>
public sealed record SignalSummary(string Name, SignalKind Kind, string Unit, double Coverage, double? Minimum, double? Mean, double? Maximum);

/// <summary>The incidents of one class.</summary>
/// <param name="FaultClass">The class.</param>
/// <param name="Layer">Layer of the cause.</param>
/// <param name="IsBenign">Whether they are labelled negatives.</param>
/// <param name="Count">How many.</param>
/// <param name="MinimumSeconds">The shortest.</param>
/// <param name="MedianSeconds">The median length.</param>
/// <param name="MaximumSeconds">The longest.</param>
/// <param name="Severity">Range of their severities; null when none is known.</param>
/// <param name="LostSeconds">Range of the step time they cost the job; null when none is known.</param>
public sealed record IncidentSummary(
    string FaultClass, Layer Layer, bool IsBenign, int Count, double MinimumSeconds, double MedianSeconds, double MaximumSeconds,
    FigureRange? Severity, FigureRange? LostSeconds);

/// <summary>The smallest and the largest of some figures.</summary>
public sealed record FigureRange(double Minimum, double Maximum)
{
    /// <summary>The range of those that are known; null when none is.</summary>
    public static FigureRange? Of(IEnumerable<double?> figures)
    {
        var known = figures.OfType<double>().ToArray();
        return known.Length == 0 ? null : new FigureRange(known.Min(), known.Max());
    }
}
