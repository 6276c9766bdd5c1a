using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Metrics;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.NvidiaLogs;

/// <summary>Puts values of one node's accelerators into the dataset: converts, finds XIDs and driver changes.</summary>
internal sealed class GpuRecorder(string node, DatasetBuilder builder, SignalResolver resolver)
{
    private const string Xid = "gpu_xid_state";
    private readonly Dictionary<(string Gpu, string Column, string Part), (SampleSeries Series, ResolvedSignal Signal)> _series = [];
    private readonly Dictionary<string, double> _lastXid = new(StringComparer.Ordinal);
    private string? _driver;

    /// <summary>The node and everything in it.</summary>
    public string Node { get; } = builder.Entity(node, EntityKind.Node).Id;

    /// <summary>Adds a value as it is printed.</summary>
    /// <param name="gpu">The accelerator's name within the node: <c>gpu0</c>.</param>
    /// <param name="column">The name in the catalogue.</param>
    /// <param name="unit">The unit in the header; null: none.</param>
    /// <param name="text">The value.</param>
    /// <param name="micros">When.</param>
    /// <param name="part">Which of several that the accelerator has, such as a link.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Add(string gpu, string column, string? unit, string text, long micros, string part = "")
    {
        if (!NvidiaValue.TryParse(text, out var number, out var ownUnit))
            return $"'{text.Trim()}' is not a number";
        var (series, signal) = Target(gpu, column, ownUnit ?? unit, part);
        var value = DcgmRules.IsBlank(number) ? double.NaN : signal.Convert(number);
        if (!PlausibleValue.Holds(signal.Signal, value))
            return $"'{text.Trim()}' cannot be true";
        series.Add(micros, value);
        if (signal.Signal.Name == Xid)
            NoteXid($"{Node}/{gpu}", value, micros);
        return null;
    }

    /// <summary>Notes the driver's version; a change becomes an event, since fields come and go with it.</summary>
    public void Driver(string version, long micros)
    {
        if (_driver is not null && _driver != version)
            builder.Events.Add(new OperationalEvent(Micros.ToTime(micros), Node, "driver_change", $"{_driver} to {version}"));
        _driver = version;
    }

    private (SampleSeries Series, ResolvedSignal Signal) Target(string gpu, string column, string? unit, string part)
    {
        if (_series.TryGetValue((gpu, column, part), out var known))
            return known;
        var entity = builder.Entity($"{Node}/{gpu}", EntityKind.Gpu, Node);
        var signal = resolver.Resolve(column, name => new Signal(name, Layer.Hardware, SignalKind.Gauge, unit ?? "", EntityKind.Gpu), unit);
        return _series[(gpu, column, part)] = (builder.Series(entity, signal.Signal, part), signal);
    }

    // DCGM repeats the last XID until another one comes.
    private void NoteXid(string gpu, double xid, long micros)
    {
        if (!double.IsFinite(xid) || (_lastXid.TryGetValue(gpu, out var last) && last == xid))
            return;
        _lastXid[gpu] = xid;
        if (xid > 0)
            builder.Events.Add(new OperationalEvent(Micros.ToTime(micros), gpu, "xid", $"{xid}"));
    }
}
