using System.ComponentModel.DataAnnotations;

namespace Auscult.Simulation.Configuration;

/// <summary>How the telemetry is measured: rates, jitter, noise and what goes wrong with it.</summary>
public sealed record ExporterConfig
{
    /// <summary>Time between two samples of accelerators. Default 1 s.</summary>
    public TimeSpan GpuInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two samples of hosts, their interfaces and disks. Default 1 s.</summary>
    public TimeSpan NodeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two samples of switches and the shared storage. Default 1 s.</summary>
    public TimeSpan FabricInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Factor on every measurement noise. Default 1.</summary>
    [Range(0.0, 100.0)]
    public double Noise { get; init; } = 1;
}
