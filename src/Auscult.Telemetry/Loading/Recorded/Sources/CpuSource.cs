using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>Processor time per mode, the spread of business over cores, context switches and the run queue (<c>/proc/stat</c>).</summary>
/// <param name="root">Folder that holds <c>proc</c>.</param>
internal sealed class CpuSource(string root) : IRecordingSource
{
    // Kernel times are in USER_HZ ticks, which is 100 on every Linux architecture .NET runs on.
    private const double SecondsPerTick = 0.01;

    private static readonly int[] Modes =
        [.. new[] { "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal" }
            .Select(mode => RecordedSignals.IndexOf($"cpu_{mode}_seconds_total"))];

    private static readonly int CoreMax = RecordedSignals.IndexOf("cpu_core_busy_max_ratio");
    private static readonly int CoreMin = RecordedSignals.IndexOf("cpu_core_busy_min_ratio");
    private static readonly int CoreDeviation = RecordedSignals.IndexOf("cpu_core_busy_deviation_ratio");

    private readonly KeyTable _counts = new(
        ("ctxt", "context_switches_total", 1),
        ("intr", "interrupts_total", 1),
        ("processes", "forks_total", 1),
        ("procs_running", "procs_running", 1),
        ("procs_blocked", "procs_blocked", 1));

    private readonly ProcFile _file = new(Path.Combine(root, "proc/stat"));
    private readonly Dictionary<int, (double Busy, double Total)> _cores = [];

    /// <inheritdoc/>
    public void Sample(SampleBatch batch)
    {
        var row = batch.Node;
        var text = new Fields(_file.Read());
        var spread = new Spread();
        _counts.Begin();
        while (text.NextLine(out var line))
        {
            if (!line.Next(out var key))
                continue;
            if (key.SequenceEqual("cpu"u8))
                SetModes(row, line);
            else if (key.StartsWith("cpu"u8) && Utf8Parser.TryParse(key[3..], out int core, out _))
                spread.Add(BusyRatio(core, line));
            else
                _counts.Add(key, line.NextNumber());
        }
        _counts.Finish(row);
        row.Set(CoreMax, spread.Max);
        row.Set(CoreMin, spread.Min);
        row.Set(CoreDeviation, spread.Deviation);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void SetModes(SampleRow row, Fields line)
    {
        foreach (var mode in Modes)
            row.Set(mode, line.NextNumber() * SecondsPerTick);
    }

    /// <summary>Share of the time since the last tick in which a core was neither idle nor waiting for a disk; NaN at first sight.</summary>
    private double BusyRatio(int core, Fields line)
    {
        double busy = 0, total = 0;
        for (var mode = 0; mode < Modes.Length; mode++)
        {
            var ticks = line.NextNumber();
            if (double.IsNaN(ticks))
                break;
            total += ticks;
            if (mode is not (3 or 4))
                busy += ticks;
        }
        var known = _cores.TryGetValue(core, out var last);
        _cores[core] = (busy, total);
        return known && total > last.Total ? Math.Clamp((busy - last.Busy) / (total - last.Total), 0, 1) : double.NaN;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Spread
    {
        private int _count;
        private double _sum;
        private double _squares;

        public Spread() => Max = Min = double.NaN;

        public double Max { get; private set; }

        public double Min { get; private set; }

        public readonly double Deviation =>
            _count == 0 ? double.NaN : Math.Sqrt(Math.Max(0, (_squares / _count) - (_sum / _count * (_sum / _count))));

        public void Add(double ratio)
        {
            if (double.IsNaN(ratio))
                return;
            Max = _count == 0 ? ratio : Math.Max(Max, ratio);
            Min = _count == 0 ? ratio : Math.Min(Min, ratio);
            _count++;
            _sum += ratio;
            _squares += ratio * ratio;
        }
    }
}
