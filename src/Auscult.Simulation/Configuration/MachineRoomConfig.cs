using System.ComponentModel.DataAnnotations;

namespace Auscult.Simulation.Configuration;

/// <summary>The machine room: what there is, and what it can do when healthy.</summary>
public sealed record MachineRoomConfig
{
    /// <summary>Hosts. Default 4.</summary>
    [Range(2, 4096)]
    public int Nodes { get; init; } = 4;

    /// <summary>Accelerators of a host. Default 8.</summary>
    [Range(1, 16)]
    public int GpusPerNode { get; init; } = 8;

    /// <summary>Network interfaces of a host, one per rail; they divide its accelerators among them. Default 8.</summary>
    [Range(1, 16)]
    public int Rails { get; init; } = 8;

    /// <summary>Hosts below one set of leaf switches (each rail has a leaf switch of its own in the set). Default 16.</summary>
    [Range(1, 4096)]
    public int NodesPerLeaf { get; init; } = 16;

    /// <summary>Spine switches. Default 4.</summary>
    [Range(1, 64)]
    public int Spines { get; init; } = 4;

    /// <summary>What an accelerator can do.</summary>
    public AcceleratorConfig Accelerator { get; init; } = new();

    /// <summary>What a host can do.</summary>
    public HostConfig Host { get; init; } = new();

    /// <summary>Bandwidth of a network interface in bytes per second, one way. Default 50e9 (400 Gbit/s).</summary>
    [Range(1e8, 1e12)]
    public double NicBytesPerSecond { get; init; } = 50e9;

    /// <summary>What the shared storage writes and reads in bytes per second, all hosts together. Default 40e9.</summary>
    [Range(1e8, 1e13)]
    public double StorageBytesPerSecond { get; init; } = 40e9;

    /// <summary>Air at the inlets in degrees Celsius, mean of the day. Default 24.</summary>
    [Range(5.0, 45.0)]
    public double AmbientCelsius { get; init; } = 24;

    /// <summary>Half the difference between the warmest and the coolest hour of the day in kelvin. Default 1.5.</summary>
    [Range(0.0, 15.0)]
    public double DailySwingCelsius { get; init; } = 1.5;

    /// <summary>Standard deviation of the room's slow wandering around that cycle in kelvin. Default 0.4 (E).</summary>
    [Range(0.0, 10.0)]
    public double WanderCelsius { get; init; } = 0.4;

    /// <summary>Standard deviation of what the inlets of the hosts differ in kelvin. Default 0.7 (E).</summary>
    [Range(0.0, 10.0)]
    public double PlaceCelsius { get; init; } = 0.7;
}

/// <summary>A kind of accelerator; the defaults are an H100 SXM's data sheet.</summary>
public sealed record AcceleratorConfig
{
    /// <summary>Power limit in watts. Default 700.</summary>
    [Range(50.0, 3000.0)]
    public double PowerLimitWatts { get; init; } = 700;

    /// <summary>Power without work in watts. Default 75.</summary>
    [Range(5.0, 500.0)]
    public double IdleWatts { get; init; } = 75;

    /// <summary>Highest clock of the compute units in hertz. Default 1.98e9.</summary>
    [Range(1e8, 1e10)]
    public double MaxClockHertz { get; init; } = 1.98e9;

    /// <summary>Clock of the memory in hertz. Default 2.619e9.</summary>
    [Range(1e8, 1e10)]
    public double MemoryClockHertz { get; init; } = 2.619e9;

    /// <summary>Memory in bytes. Default 80 GiB.</summary>
    [Range(1e9, 1e12)]
    public double MemoryBytes { get; init; } = 80.0 * (1L << 30);

    /// <summary>Dense 16-bit floating-point operations per second. Default 989e12.</summary>
    [Range(1e12, 1e17)]
    public double FlopsPerSecond { get; init; } = 989e12;

    /// <summary>Memory bandwidth in bytes per second. Default 3.35e12.</summary>
    [Range(1e10, 1e14)]
    public double MemoryBytesPerSecond { get; init; } = 3.35e12;

    /// <summary>Bandwidth to the accelerators of the same host in bytes per second, one way. Default 450e9.</summary>
    [Range(1e9, 1e13)]
    public double NvlinkBytesPerSecond { get; init; } = 450e9;

    /// <summary>Bandwidth to the host in bytes per second, one way. Default 55e9.</summary>
    [Range(1e9, 1e12)]
    public double PcieBytesPerSecond { get; init; } = 55e9;

    /// <summary>Kelvin above the inlet air per watt. Default 0.055: 62 degrees at 700 W and 24 degrees inlet.</summary>
    [Range(0.001, 1.0)]
    public double KelvinPerWatt { get; init; } = 0.055;

    /// <summary>Time in which the temperature goes 63 % of the way to its new level. Default 45 s (taxonomy: 30 to 120 s, E).</summary>
    public TimeSpan ThermalTime { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Temperature above which the clock is lowered, degrees Celsius. Default 87.</summary>
    [Range(40.0, 120.0)]
    public double SlowdownCelsius { get; init; } = 87;

    /// <summary>
    /// Factor on the differences between accelerators: 5 % of thermal resistance, 3 % of power, warmer air at the last. Default 1.
    /// </summary>
    [Range(0.0, 5.0)]
    public double Spread { get; init; } = 1;
}

/// <summary>A kind of host; the defaults are those of common hosts for eight accelerators.</summary>
public sealed record HostConfig
{
    /// <summary>Hardware threads. Default 192.</summary>
    [Range(1, 4096)]
    public int Cores { get; init; } = 192;

    /// <summary>Memory in bytes. Default 2 TiB.</summary>
    [Range(1e9, 1e14)]
    public double MemoryBytes { get; init; } = 2.0 * (1L << 40);

    /// <summary>Power without accelerators and without work in watts. Default 900 (E).</summary>
    [Range(10.0, 5000.0)]
    public double IdleWatts { get; init; } = 900;

    /// <summary>Further power with all processors busy in watts. Default 700 (E).</summary>
    [Range(10.0, 5000.0)]
    public double BusyWatts { get; init; } = 700;

    /// <summary>Share of the power drawn that the supplies hand on. Default 0.94 (E).</summary>
    [Range(0.5, 1.0)]
    public double SupplyEfficiency { get; init; } = 0.94;
}
