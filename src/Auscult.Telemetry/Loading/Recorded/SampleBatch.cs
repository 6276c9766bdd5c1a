using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>Values of one entity at one moment.</summary>
public sealed class SampleRow
{
    private readonly List<(int Signal, double Value)> _values = [];

    internal SampleRow(Entity entity) => Entity = entity;

    /// <summary>Whose values.</summary>
    public Entity Entity { get; }

    /// <summary>When they were taken, UTC.</summary>
    public DateTimeOffset Time { get; internal set; }

    /// <summary>Signal (its index in <see cref="SampleBatch.Signals"/>) and value; the last one counts when a signal occurs twice.</summary>
    public IReadOnlyList<(int Signal, double Value)> Values => _values;

    /// <summary>Adds a value; NaN means "not seen" and is left out.</summary>
    public void Set(int signal, double value)
    {
        if (!double.IsNaN(value))
            _values.Add((signal, value));
    }

    internal void Clear() => _values.Clear();
}

/// <summary>Everything the sources saw at one tick. One instance serves all ticks.</summary>
/// <param name="node">Id of the recording node; entities below it are called <c>node/name</c>.</param>
public sealed class SampleBatch(string node)
{
    private readonly List<Signal> _signals = [.. RecordedSignals.All];
    private readonly Dictionary<string, int> _additional = [];
    private readonly Dictionary<(EntityKind, string), SampleRow> _rowOf = [];
    private readonly List<SampleRow> _rows = [];
    private readonly List<SampleRow> _dated = [];

    /// <summary>Time of the tick, UTC.</summary>
    public DateTimeOffset Time { get; private set; }

    /// <summary>The table of <see cref="RecordedSignals"/>, followed by those met on the way.</summary>
    public IReadOnlyList<Signal> Signals => _signals;

    /// <summary>Rows with at least one value.</summary>
    public IEnumerable<SampleRow> Rows => _rows.Concat(_dated).Where(row => row.Values.Count > 0);

    /// <summary>Labels that became complete.</summary>
    public List<Incident> Incidents { get; } = [];

    /// <summary>What happened.</summary>
    public List<OperationalEvent> Events { get; } = [];

    /// <summary>Id of an entity below the node; the node itself for the empty name.</summary>
    public string IdOf(string name) => name.Length == 0 ? node : $"{node}/{name}";

    /// <summary>The node's own row of this tick.</summary>
    public SampleRow Node => Row(EntityKind.Node, "");

    /// <summary>The row of an entity at this tick.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its name below the node.</param>
    public SampleRow Row(EntityKind kind, string name)
    {
        if (!_rowOf.TryGetValue((kind, name), out var row))
        {
            row = new SampleRow(EntityOf(kind, name));
            _rowOf.Add((kind, name), row);
            _rows.Add(row);
        }
        row.Time = Time;
        return row;
    }

    /// <summary>A row with a time of its own, for what was written down by somebody else.</summary>
    public SampleRow Row(EntityKind kind, string name, DateTimeOffset time)
    {
        var row = new SampleRow(EntityOf(kind, name)) { Time = time };
        _dated.Add(row);
        return row;
    }

    /// <summary>Index of a model-layer gauge that <see cref="RecordedSignals"/> does not know.</summary>
    public int IndexOfModelSignal(string name)
    {
        if (!_additional.TryGetValue(name, out var index))
        {
            index = _signals.Count;
            _signals.Add(new Signal(name, Layer.Model, SignalKind.Gauge, "", EntityKind.Rank));
            _additional.Add(name, index);
        }
        return index;
    }

    internal void Begin(DateTimeOffset time)
    {
        Time = time;
        foreach (var row in _rows)
            row.Clear();
        _dated.Clear();
        Incidents.Clear();
        Events.Clear();
    }

    private Entity EntityOf(EntityKind kind, string name) => new(IdOf(name), kind, name.Length == 0 ? null : node);
}
