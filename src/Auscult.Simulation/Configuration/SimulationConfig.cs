using System.ComponentModel.DataAnnotations;
using Auscult.Simulation.Serving.Settings;

namespace Auscult.Simulation.Configuration;

/// <summary>What is simulated (configs/simulation).</summary>
public sealed record SimulationConfig
{
    /// <summary>Name of the dataset. Default <c>simulated</c>.</summary>
    public string Name { get; init; } = "simulated";

    /// <summary>First moment; it decides the hour of the day. Default 2026-01-05T00:00:00Z, a Monday.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Simulated time. Default one hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Length of a tick, the grain of everything physical. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0100000", "00:01:00")]
    public TimeSpan Step { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Nodes, accelerators, networks, storage.</summary>
    public MachineRoomConfig Room { get; init; } = new();

    /// <summary>The training that runs there; null for none.</summary>
    public TrainingJobConfig? Training { get; init; }

    /// <summary>The serving fleet that runs there instead; null for none.</summary>
    public ServingConfig? Serving { get; init; }

    /// <summary>Faults to inject.</summary>
    public FaultPlanConfig Faults { get; init; } = new();

    /// <summary>Harmless events that look like faults: labelled negatives.</summary>
    public BenignPlanConfig Benign { get; init; } = new();

    /// <summary>How the telemetry is measured.</summary>
    public ExporterConfig Exporters { get; init; } = new();

    /// <summary>Several clusters instead of one; then room, training and faults come from here. Null: one cluster.</summary>
    public BenchmarkConfig? Benchmark { get; init; }

    /// <summary>Fingerprint that the dataset has when nothing is overridden; <c>--check</c> compares. Null: none is known.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Whether the hidden physical state is written beside the telemetry, under <c>truth/</c>. Default false.</summary>
    public bool Truth { get; init; }
}
