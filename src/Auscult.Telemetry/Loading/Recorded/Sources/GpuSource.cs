using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>
/// NVIDIA GPUs, through NVML. A machine without the library has no such signals; a GPU that is lost, and a query that a device does
/// not know, leave a gap.
/// </summary>
internal sealed class GpuSource : IRecordingSource
{
    private const double Percent = 0.01;
    private const double Milli = 0.001;
    private const double Mega = 1e6;
    private const int TemperatureOfDie = 0;
    private const int ClockOfMultiprocessors = 1;
    private const int ClockOfMemory = 2;
    private const int Corrected = 0;
    private const int Uncorrected = 1;
    private const int SinceReboot = 0;

    // nvmlClocksThrottleReason...: software power cap and power brake; software and hardware thermal; hardware slowdown.
    private const long PowerReasons = 0x4 | 0x80;
    private const long ThermalReasons = 0x20 | 0x40;
    private const long HardwareReasons = 0x8;

    private static readonly int ThrottlePower = RecordedSignals.IndexOf("gpu_throttle_power_state");
    private static readonly int ThrottleThermal = RecordedSignals.IndexOf("gpu_throttle_thermal_state");
    private static readonly int ThrottleHardware = RecordedSignals.IndexOf("gpu_throttle_hardware_state");
    private static readonly int GpuBusy = RecordedSignals.IndexOf("gpu_utilization_ratio");
    private static readonly int MemoryBusy = RecordedSignals.IndexOf("gpu_memory_utilization_ratio");
    private static readonly int MemoryFree = RecordedSignals.IndexOf("gpu_memory_free_bytes");
    private static readonly int MemoryUsed = RecordedSignals.IndexOf("gpu_memory_used_bytes");

    private readonly Nvml? _nvml;
    private readonly (int Signal, double Scale, Func<nint, double> Query)[] _numbers = [];
    private readonly Func<nint, (double Gpu, double Memory)>? _utilization;
    private readonly Func<nint, (double Free, double Used)>? _memory;
    private readonly Func<nint, double>? _throttleReasons;

    /// <param name="library">Name of the management library.</param>
    public GpuSource(string library = "libnvidia-ml.so.1")
    {
        _nvml = Nvml.TryOpen(library);
        if (_nvml is null)
            return;
        _utilization = _nvml.Utilization();
        _memory = _nvml.Memory();
        _throttleReasons = _nvml.LongNumber("nvmlDeviceGetCurrentClocksThrottleReasons");
        _numbers =
        [
            Query("gpu_power_watts", Milli, _nvml.Number("nvmlDeviceGetPowerUsage")),
            Query("gpu_energy_joules_total", Milli, _nvml.LongNumber("nvmlDeviceGetTotalEnergyConsumption")),
            Query("gpu_temperature_celsius", 1, _nvml.Number("nvmlDeviceGetTemperature", TemperatureOfDie)),
            Query("gpu_sm_clock_hertz", Mega, _nvml.Number("nvmlDeviceGetClockInfo", ClockOfMultiprocessors)),
            Query("gpu_memory_clock_hertz", Mega, _nvml.Number("nvmlDeviceGetClockInfo", ClockOfMemory)),
            Query("gpu_ecc_corrected_errors_total", 1, _nvml.LongNumber("nvmlDeviceGetTotalEccErrors", Corrected, SinceReboot)),
            Query("gpu_ecc_uncorrected_errors_total", 1, _nvml.LongNumber("nvmlDeviceGetTotalEccErrors", Uncorrected, SinceReboot)),
            Query("gpu_pcie_replays_total", 1, _nvml.Number("nvmlDeviceGetPcieReplayCounter")),
        ];
    }

    /// <inheritdoc/>
    public void Sample(SampleBatch batch)
    {
        for (var i = 0; i < (_nvml?.Devices.Count ?? 0); i++)
        {
            if (_nvml!.Devices[i] is var device and not 0)
                SampleDevice(batch.Row(EntityKind.Gpu, $"gpu{i}"), device);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _nvml?.Dispose();

    private static (int Signal, double Scale, Func<nint, double> Ask) Query(string signal, double scale, Func<nint, double> ask) =>
        (RecordedSignals.IndexOf(signal), scale, ask);

    private void SampleDevice(SampleRow row, nint device)
    {
        var (gpu, memory) = _utilization!(device);
        row.Set(GpuBusy, gpu * Percent);
        row.Set(MemoryBusy, memory * Percent);
        var (free, used) = _memory!(device);
        row.Set(MemoryFree, free);
        row.Set(MemoryUsed, used);
        foreach (var (signal, scale, query) in _numbers)
            row.Set(signal, query(device) * scale);
        var reasons = _throttleReasons!(device);
        if (double.IsNaN(reasons))
            return;
        row.Set(ThrottlePower, ((long)reasons & PowerReasons) != 0 ? 1 : 0);
        row.Set(ThrottleThermal, ((long)reasons & ThermalReasons) != 0 ? 1 : 0);
        row.Set(ThrottleHardware, ((long)reasons & HardwareReasons) != 0 ? 1 : 0);
    }
}
