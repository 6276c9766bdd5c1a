using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>A column, or in long files a metric, and the signal it becomes.</summary>
/// <param name="Column">Name of the column; in long files a value of <see cref="TableMapping.LongNameColumn"/>.</param>
/// <param name="Signal">The signal; null finds it by its name in the catalogue.</param>
/// <param name="Scale">What a value is multiplied by to be in the signal's unit; means nothing where the catalogue says it.</param>
/// <param name="Offset">What is added afterwards.</param>
/// <param name="Unit">Unit of the column where the signal is found in the catalogue; null: the unit that is usual for the name.</param>
public sealed record TableSignal(string Column, Signal? Signal, double Scale = 1, double Offset = 0, string? Unit = null);

/// <summary>What the columns of a table mean (docs/guide/sources/table.md). <see cref="TableMappingYaml"/> reads and writes it.</summary>
public sealed record TableMapping
{
    /// <summary>Name of the dataset; null takes the file's.</summary>
    public string? Name { get; init; }

    /// <summary>Where the data come from.</summary>
    public string? Origin { get; init; }

    /// <summary>SPDX identifier or one line.</summary>
    public string? Licence { get; init; }

    /// <summary>Nominal sampling step; null finds it out.</summary>
    public TimeSpan? Step { get; init; }

    /// <summary>Field separator; null: found out from the first lines (comma, semicolon, tab or bar).</summary>
    public char? Delimiter { get; init; }

    /// <summary>Spellings of a missing number; null for the usual ones.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Column of the time; null finds it out.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>How it is written; null finds it out where the column is not named, else ISO 8601.</summary>
    public TimeFormat? TimeFormat { get; init; }

    /// <summary>The moment that a relative clock counts from; null: the times say it.</summary>
    public DateTimeOffset? TimeOrigin { get; init; }

    /// <summary>Column of the entity, or null when every row is about <see cref="EntityId"/>.</summary>
    public string? EntityColumn { get; init; }

    /// <summary>The one entity when there is no entity column.</summary>
    public string? EntityId { get; init; }

    /// <summary>Whether each file is about one entity, called like the file without its extensions.</summary>
    public bool EntityFromFile { get; init; }

    /// <summary>Kind of the entities; default node.</summary>
    public EntityKind EntityKind { get; init; } = EntityKind.Node;

    /// <summary>What becomes a signal; empty: every column of numbers, or every metric of a long file.</summary>
    public IReadOnlyList<TableSignal> Signals { get; init; } = [];

    /// <summary>In long files, the column that names the signal; null in wide files, where each signal has a column.</summary>
    public string? LongNameColumn { get; init; }

    /// <summary>In long files, the column of the value.</summary>
    public string? LongValueColumn { get; init; }

    /// <summary>Column of the label: a number that is not 0, or a class; null when there is none.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Class of incidents whose label is a number; default <c>anomaly</c>.</summary>
    public string LabelClass { get; init; } = "anomaly";

    /// <summary>Layer of labelled incidents; default hardware.</summary>
    public Layer LabelLayer { get; init; }

    /// <summary>Texts that mean "no incident", besides an empty field and 0.</summary>
    public IReadOnlyList<string> NormalLabels { get; init; } = [];

    /// <summary>A gap longer than this, over all entities, starts a new recording; null: never.</summary>
    public TimeSpan? RecordingGap { get; init; }

    /// <summary>Whether something is left to be found out from the data.</summary>
    internal bool IsPartial => TimeColumn is null || (EntityColumn ?? EntityId) is null && !EntityFromFile || (Signals.Count == 0 && LongNameColumn is null);

    /// <summary>The columns that are read.</summary>
    internal IReadOnlyCollection<string> Columns()
    {
        string?[] named = [TimeColumn, EntityColumn, LongNameColumn, LongValueColumn, LabelColumn];
        var signals = LongNameColumn is null ? Signals.Select(signal => signal.Column) : [];
        return [.. named.OfType<string>().Concat(signals).Distinct(StringComparer.Ordinal)];
    }
}
