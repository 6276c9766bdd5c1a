using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>What to record and how.</summary>
public sealed record RecordingOptions
{
    /// <summary>Dataset folder to write.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Ticks per second.</summary>
    public double Hertz { get; init; } = 1;

    /// <summary>How long to record; null until stopped.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Id of this machine in the dataset.</summary>
    public string Node { get; init; } = "node0";

    /// <summary>Name of the recording within the dataset.</summary>
    public string Recording { get; init; } = "recording-1";

    /// <summary>Adds the recording to a dataset folder that exists, instead of refusing to touch it.</summary>
    public bool Append { get; init; }

    /// <summary>Training telemetry files to follow.</summary>
    public IReadOnlyList<string> TrainingLogs { get; init; } = [];

    /// <summary>Label files to follow.</summary>
    public IReadOnlyList<string> LabelFiles { get; init; } = [];

    /// <summary>Where the data come from, in one line.</summary>
    public string Origin { get; init; } = "auscult record";

    /// <summary>SPDX identifier or one line.</summary>
    public string Licence { get; init; } = "unspecified";

    /// <summary>The file that keeps the recording safe until the folder is written; beside the folder.</summary>
    public string JournalPath => Path.TrimEndingDirectorySeparator(Path.GetFullPath(OutputDirectory)) + DatasetLayout.JournalSuffix;
}
