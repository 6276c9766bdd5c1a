using Auscult.Simulation.Configuration;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Machines;

/// <summary>
/// What exporters say of accelerators (DCGM's fields). Fields are off by default where dcgm-exporter's list has them commented out
/// (taxonomy, R). Noise, its times and spreads are estimates (E).
/// </summary>
internal static class GpuTable
{
    private const double MiB = 1 << 20;

    public static IEnumerable<SeriesColumnModel> Columns(GpuState s, GpuConditions faults, AcceleratorConfig config)
    {
        var alive = s.Alive;
        SeriesColumnModel Events(string name, Plane rate, double scale = 1, double background = 0, bool off = false) =>
            new CounterColumn(name, rate) { IsPoisson = true, Scale = scale, Background = background, Alive = alive, IsOffByDefault = off };
        SeriesColumnModel Seconds(string name, Plane share) =>
            new CounterColumn(name, share) { Alive = alive, Quantum = 1e-6, IsOffByDefault = true };
        SeriesColumnModel State(string name, Plane value, bool off = false) => new GaugeColumn(name, value) { IsOffByDefault = off };
        SeriesColumnModel Profile(string name, Plane share, double scale = 1, bool off = false) => new GaugeColumn(name, share)
        {
            Scale = scale, NoiseRatio = 0.03, NoiseSeconds = 1.5, Spread = 0.01, Max = 1, Quantum = 1e-6, IsProfiling = true,
            IsOffByDefault = off,
        };

        // Utilisation
        yield return new GaugeColumn("gpu_utilization_ratio", s.Busy)
        {
            NoiseRatio = 0.006, Max = 1, Quantum = 0.01, RenamedTo = "dcgm_gpu_busy_ratio",
        };
        yield return new GaugeColumn("gpu_memory_utilization_ratio", s.DramActive)
        {
            Scale = 1.3, NoiseRatio = 0.05, Max = 1, Quantum = 0.01,
        };
        yield return Profile("gpu_engine_active_ratio", s.Busy, 0.995);
        yield return Profile("gpu_sm_active_ratio", s.SmActive, off: true);
        yield return Profile("gpu_sm_occupancy_ratio", s.SmActive, 0.3, off: true);
        yield return Profile("gpu_tensor_active_ratio", s.TensorActive);
        yield return Profile("gpu_dram_active_ratio", s.DramActive);
        yield return Profile("gpu_fp32_active_ratio", s.SmActive, 0.07, off: true);
        yield return Profile("gpu_fp16_active_ratio", s.SmActive, 0.02, off: true);

        // Memory
        yield return new GaugeColumn("gpu_memory_used_bytes", s.MemoryUsed) { Quantum = MiB, UpgradeFactor = (float)(1 / MiB) };
        yield return new GaugeColumn("gpu_memory_free_bytes", s.MemoryUsed)
        {
            Scale = -1, Offset = config.MemoryBytes, Quantum = MiB, UpgradeFactor = (float)(1 / MiB),
        };
        yield return new GaugeColumn("gpu_memory_used_ratio", s.MemoryUsed)
        {
            Scale = 1 / config.MemoryBytes, Quantum = 0.001, IsOffByDefault = true,
        };

        // Power, temperature, clocks
        yield return new GaugeColumn("gpu_power_watts", s.Power)
        {
            Noise = 3, NoiseRatio = 0.008, NoiseSeconds = 3, Drift = 2, Quantum = 0.001, IsSensor = true,
            RenamedTo = "dcgm_module_power_watts",
        };
        yield return new GaugeColumn("gpu_power_instant_watts", s.Power)
        {
            Noise = 6, NoiseRatio = 0.04, Quantum = 0.001, IsSensor = true, IsOffByDefault = true,
        };
        yield return new GaugeColumn("gpu_power_limit_watts", s.PowerLimit) { Quantum = 1, IsOffByDefault = true };
        yield return new CounterColumn("gpu_energy_joules_total", s.Power) { Alive = alive, Quantum = 0.001, Initial = 2e8 };
        yield return new GaugeColumn("gpu_voltage_volts", s.Voltage)
        {
            Noise = 0.003, Spread = 0.01, Quantum = 0.001, IsOffByDefault = true,
        };
        yield return new GaugeColumn("gpu_temperature_celsius", s.Temperature)
        {
            Noise = 0.3, NoiseSeconds = 20, Drift = 0.3, Quantum = 1, IsSensor = true,
        };
        yield return new GaugeColumn("gpu_memory_temperature_celsius", s.MemoryTemperature)
        {
            Noise = 0.3, NoiseSeconds = 30, Drift = 0.3, Quantum = 1, IsSensor = true, RenamedTo = "dcgm_hbm_temperature_max_celsius",
        };
        yield return new GaugeColumn("gpu_temperature_margin_celsius", s.Temperature)
        {
            Scale = -1, Offset = config.SlowdownCelsius, Noise = 0.3, NoiseSeconds = 20, Min = -100, Quantum = 1, IsSensor = true,
            IsOffByDefault = true,
        };
        yield return new GaugeColumn("gpu_sm_clock_hertz", s.Clock)
        {
            NoiseRatio = 0.003, NoiseSeconds = 5, Quantum = 15e6, Max = config.MaxClockHertz, IsSensor = true,
        };
        yield return new GaugeColumn("gpu_memory_clock_hertz", s.Present) { Scale = config.MemoryClockHertz };
        yield return State("gpu_clock_event_reasons_state", s.Reasons, off: true);
        yield return State("gpu_throttle_power_state", s.PowerSlowdown, off: true);
        yield return State("gpu_throttle_thermal_state", s.ThermalSlowdown, off: true);
        yield return State("gpu_throttle_hardware_thermal_state", s.HardwareSlowdown, off: true);
        yield return Seconds("gpu_power_violation_seconds_total", s.PowerSlowdown);
        yield return Seconds("gpu_thermal_violation_seconds_total", s.ThermalSlowdown);
        yield return Seconds("gpu_hardware_thermal_violation_seconds_total", s.HardwareSlowdown);

        // Errors
        yield return State("gpu_xid_state", s.Xid);
        yield return State("gpu_xid_errors", s.XidCount, off: true);
        yield return Events("gpu_ecc_corrected_errors_total", faults.CorrectedErrors, background: 2e-6, off: true);
        yield return new CounterColumn("gpu_ecc_uncorrected_errors_total", faults.UncorrectedErrors)
        {
            Quantum = 1, Alive = alive, IsOffByDefault = true,
        };
        yield return new CounterColumn("gpu_ecc_corrected_lifetime_errors_total", faults.CorrectedErrors)
        {
            Initial = 3, IsPoisson = true, Quantum = 1, IsOffByDefault = true,
        };
        yield return new CounterColumn("gpu_remapped_rows_uncorrected_total", faults.RemappedRows) { Quantum = 1 };
        yield return new CounterColumn("gpu_remapped_rows_corrected_total", faults.CorrectedErrors) { IsPoisson = true, Scale = 0.002 };
        yield return State("gpu_row_remap_failed_state", faults.RowRemapFailed);
        yield return State("gpu_row_remap_pending_state", s.RemapPending, off: true);
        yield return Events("gpu_pcie_replays_total", faults.PcieReplays, background: 1e-4);
    }
}
