using System.Diagnostics;
using Auscult.Telemetry.Loading.Recorded;
using Auscult.Telemetry.Loading.Recorded.Sources;

namespace Auscult.Telemetry.Tests.Loading.Recorded;

/// <summary>The GPU source against a stand-in for NVIDIA's library with the same exported functions.</summary>
public sealed class GpuSourceTests : IDisposable
{
    // Two devices: one healthy, one that fell off the bus (NVML_ERROR_GPU_IS_LOST is 15). PCIe replays are missing, as in an old driver.
    private const string Library = """
        typedef unsigned long long u64;
        static int lost(void *device) { return device == (void *)2 ? 15 : 0; }
        int nvmlInit_v2(void) { return START; }
        int nvmlShutdown(void) { return 0; }
        int nvmlDeviceGetCount_v2(unsigned *n) { *n = 2; return 0; }
        int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **d) { *d = (void *)(u64)(i + 1); return 0; }
        int nvmlDeviceGetUtilizationRates(void *d, unsigned *rates) { rates[0] = 87; rates[1] = 40; return lost(d); }
        int nvmlDeviceGetMemoryInfo(void *d, u64 *m) { m[0] = 80000000000ull; m[1] = 30000000000ull; m[2] = 50000000000ull; return lost(d); }
        int nvmlDeviceGetPowerUsage(void *d, unsigned *mw) { *mw = 412500; return lost(d); }
        int nvmlDeviceGetTotalEnergyConsumption(void *d, u64 *mj) { *mj = 5000000000000ull; return lost(d); }
        int nvmlDeviceGetTemperature(void *d, int sensor, unsigned *c) { *c = sensor == 0 ? 61 : 0; return lost(d); }
        int nvmlDeviceGetClockInfo(void *d, int clock, unsigned *mhz) { *mhz = clock == 1 ? 1980 : 3201; return lost(d); }
        int nvmlDeviceGetTotalEccErrors(void *d, int error, int counter, u64 *n) { *n = error == 0 ? 3 : 1; return counter ? 2 : lost(d); }
        int nvmlDeviceGetCurrentClocksThrottleReasons(void *d, u64 *mask) { *mask = 0x4 | 0x40; return lost(d); }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly SampleBatch _batch = new("n");

    public void Dispose() => _folder.Dispose();

    [CompilerFact]
    public void A_healthy_gpu_is_read_in_base_units_and_a_lost_one_is_a_gap()
    {
        using var source = new GpuSource(Build(startStatus: 0));
        var values = SyntheticMachine.Sample(source, _batch);
        values.Keys.Select(key => key.Entity).Distinct().ShouldBe(["n/gpu0"]);
        values.ToDictionary(pair => pair.Key.Signal, pair => pair.Value).ShouldBe(new Dictionary<string, double>
        {
            ["gpu_utilization_ratio"] = 0.87,
            ["gpu_memory_utilization_ratio"] = 0.4,
            ["gpu_memory_free_bytes"] = 30e9,
            ["gpu_memory_used_bytes"] = 50e9,
            ["gpu_power_watts"] = 412.5,
            ["gpu_energy_joules_total"] = 5e9,
            ["gpu_temperature_celsius"] = 61,
            ["gpu_sm_clock_hertz"] = 1.98e9,
            ["gpu_memory_clock_hertz"] = 3.201e9,
            ["gpu_ecc_corrected_errors_total"] = 3,
            ["gpu_ecc_uncorrected_errors_total"] = 1,
            ["gpu_throttle_power_state"] = 1,
            ["gpu_throttle_thermal_state"] = 1,
            ["gpu_throttle_hardware_state"] = 0,
        }, ignoreOrder: true);
    }

    [CompilerFact]
    public void A_library_without_a_driver_is_no_gpu()
    {
        using var source = new GpuSource(Build(startStatus: 9));
        SyntheticMachine.Sample(source, _batch).ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_library_is_no_gpu()
    {
        using var source = new GpuSource("libno-such-management.so.1");
        SyntheticMachine.Sample(source, _batch).ShouldBeEmpty();
    }

    private string Build(int startStatus)
    {
        File.WriteAllText(_folder.At("nvml.c"), Library);
        var library = _folder.At($"libnvml-{startStatus}.so");
        using var compiler = Process.Start("cc", ["-shared", "-fPIC", $"-DSTART={startStatus}", "-o", library, _folder.At("nvml.c")]);
        compiler.WaitForExit();
        compiler.ExitCode.ShouldBe(0);
        return library;
    }
}

/// <summary>A test that needs a C compiler; where there is none it is reported as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "cc"))))
            Skip = "there is no C compiler 'cc' on the PATH";
    }
}
