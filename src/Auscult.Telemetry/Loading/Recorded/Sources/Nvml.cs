using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>
/// The part of NVIDIA's management library that the recorder reads, bound at run time: a machine without the driver has no such
/// library, and an older driver lacks some of the functions.
/// </summary>
internal sealed unsafe class Nvml : IDisposable
{
    private const int Success = 0;
    private readonly nint _library;
    private readonly delegate* unmanaged<int> _shutdown;

    private Nvml(nint library)
    {
        _library = library;
        _shutdown = (delegate* unmanaged<int>)Function("nvmlShutdown");
    }

    /// <summary>The handles of all devices.</summary>
    public IReadOnlyList<nint> Devices { get; private set; } = [];

    /// <summary>Loads and starts the library; null when there is none, or no driver behind it.</summary>
    public static Nvml? TryOpen(string library)
    {
        if (!NativeLibrary.TryLoad(library, out var handle))
            return null;
        var nvml = new Nvml(handle);
        var start = (delegate* unmanaged<int>)nvml.Function("nvmlInit_v2");
        if (nvml._shutdown is null || start is null || start() != Success)
        {
            NativeLibrary.Free(handle);
            return null;
        }
        nvml.Devices = nvml.FindDevices();
        return nvml;
    }

    /// <summary>A query <c>f(device, uint*)</c>.</summary>
    public Func<nint, double> Number(string name)
    {
        var query = (delegate* unmanaged<nint, uint*, int>)Function(name);
        return device =>
        {
            uint value = 0;
            return query is not null && query(device, &value) == Success ? value : double.NaN;
        };
    }

    /// <summary>A query <c>f(device, unsigned long long*)</c>.</summary>
    public Func<nint, double> LongNumber(string name)
    {
        var query = (delegate* unmanaged<nint, ulong*, int>)Function(name);
        return device =>
        {
            ulong value = 0;
            return query is not null && query(device, &value) == Success ? value : double.NaN;
        };
    }

    /// <summary>A query <c>f(device, selector, uint*)</c>.</summary>
    public Func<nint, double> Number(string name, int selector)
    {
        var query = (delegate* unmanaged<nint, int, uint*, int>)Function(name);
        return device =>
        {
            uint value = 0;
            return query is not null && query(device, selector, &value) == Success ? value : double.NaN;
        };
    }

    /// <summary>A query <c>f(device, selector, selector, unsigned long long*)</c>.</summary>
    public Func<nint, double> LongNumber(string name, int first, int second)
    {
        var query = (delegate* unmanaged<nint, int, int, ulong*, int>)Function(name);
        return device =>
        {
            ulong value = 0;
            return query is not null && query(device, first, second, &value) == Success ? value : double.NaN;
        };
    }

    /// <summary>Shares of the last sample period in which the processors, and the memory, of a device were busy, in per cent.</summary>
    public Func<nint, (double Gpu, double Memory)> Utilization()
    {
        var query = (delegate* unmanaged<nint, uint*, int>)Function("nvmlDeviceGetUtilizationRates");
        return device =>
        {
            var rates = stackalloc uint[2];
            return query is not null && query(device, rates) == Success ? (rates[0], rates[1]) : (double.NaN, double.NaN);
        };
    }

    /// <summary>Free and used device memory in bytes.</summary>
    public Func<nint, (double Free, double Used)> Memory()
    {
        var query = (delegate* unmanaged<nint, ulong*, int>)Function("nvmlDeviceGetMemoryInfo");
        return device =>
        {
            var info = stackalloc ulong[3];
            return query is not null && query(device, info) == Success ? (info[1], info[2]) : (double.NaN, double.NaN);
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = _shutdown();
        NativeLibrary.Free(_library);
    }

    private nint Function(string name) => NativeLibrary.TryGetExport(_library, name, out var address) ? address : 0;

    private List<nint> FindDevices()
    {
        var devices = new List<nint>();
        var count = (delegate* unmanaged<uint*, int>)Function("nvmlDeviceGetCount_v2");
        var byIndex = (delegate* unmanaged<uint, nint*, int>)Function("nvmlDeviceGetHandleByIndex_v2");
        uint number = 0;
        if (count is null || byIndex is null || count(&number) != Success)
            return devices;
        for (uint i = 0; i < number; i++)
        {
            nint device = 0;
            devices.Add(byIndex(i, &device) == Success ? device : 0);
        }
        return devices;
    }
}
