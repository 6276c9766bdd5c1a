using System.Runtime.InteropServices;

namespace Auscult.Simulation.Running;

/// <summary>How far a simulation is.</summary>
/// <param name="Recording">The member that runs.</param>
/// <param name="Seconds">Its simulated time.</param>
/// <param name="NodeSeconds">Node-seconds of all members so far.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SimulationProgress(string Recording, double Seconds, double NodeSeconds);

/// <summary>What a simulation wrote, and how fast.</summary>
public sealed record SimulationSummary
{
    /// <summary>Name of the dataset.</summary>
    public required string Name { get; init; }

    /// <summary>Where it lies.</summary>
    public required string Folder { get; init; }

    /// <summary>Clusters.</summary>
    public required int Members { get; init; }

    /// <summary>Hosts of all clusters.</summary>
    public required int Nodes { get; init; }

    /// <summary>Simulated time of all clusters together.</summary>
    public required double SimulatedSeconds { get; init; }

    /// <summary>Hosts times simulated seconds.</summary>
    public required double NodeSeconds { get; init; }

    /// <summary>Rows of all series.</summary>
    public required long Rows { get; init; }

    /// <summary>Values of all series that were seen.</summary>
    public required long Samples { get; init; }

    /// <summary>Different signals by entity kind.</summary>
    public required int Signals { get; init; }

    /// <summary>Faults by class.</summary>
    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    /// <summary>Benign events by class.</summary>
    public required IReadOnlyDictionary<string, int> Benign { get; init; }

    /// <summary>Size of the folder.</summary>
    public required long Bytes { get; init; }

    /// <summary>Wall-clock time, writing included.</summary>
    public required double Seconds { get; init; }

    /// <summary>Simulated node-seconds per second of wall-clock time.</summary>
    public double NodeSecondsPerSecond => NodeSeconds / Seconds;

    /// <summary>Digest of the dataset's content (<c>Dataset.Fingerprint</c>).</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The fingerprint that was expected, or null where none is known.</summary>
    public string? ExpectedFingerprint { get; init; }
}
