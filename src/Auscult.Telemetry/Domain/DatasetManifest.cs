namespace Auscult.Telemetry.Domain;

/// <summary>A stretch of time that was recorded without interruption of the recorder; windows never cross its borders.</summary>
/// <param name="Name">Unique in its dataset.</param>
/// <param name="Start">First sample.</param>
/// <param name="End">First moment after the last sample.</param>
public sealed record Recording(string Name, DateTimeOffset Start, DateTimeOffset End);

/// <summary>The content of <c>dataset.yaml</c>.</summary>
public sealed record DatasetManifest
{
    /// <summary>The layout version this code writes; a folder with a larger one is refused.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Layout version of the folder.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>Short name of the dataset.</summary>
    public required string Name { get; init; }

    /// <summary>Nominal sampling step.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>Where the data come from, in one line.</summary>
    public required string Origin { get; init; }

    /// <summary>SPDX identifier or one line.</summary>
    public required string Licence { get; init; }

    /// <summary>In time order, not overlapping.</summary>
    public required IReadOnlyList<Recording> Recordings { get; init; }

    /// <summary>Every known signal. A series column that is not listed is kept as a gauge without unit.</summary>
    public required IReadOnlyList<Signal> Signals { get; init; }

    /// <summary>Split name (<c>train</c>, <c>validation</c>, <c>test</c>) to recording names; empty when the dataset prescribes none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Splits { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What the import left behind; null for telemetry that was recorded or simulated.</summary>
    public ImportNote? Import { get; init; }
}
