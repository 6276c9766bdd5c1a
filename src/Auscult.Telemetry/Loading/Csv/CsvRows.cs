using System.Runtime.InteropServices;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Csv;

/// <summary>Collects (entity, time, values, label) rows of a CSV file.</summary>
internal sealed class CsvRows(int signalCount)
{
    private readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);
    private readonly List<string> _entities = [];
    private readonly List<long> _lastTime = [];
    private readonly Dictionary<(int Entity, long Micros), int> _rowOf = [];
    private readonly List<double>[] _values = [.. Enumerable.Range(0, signalCount).Select(_ => new List<double>())];
    private readonly List<string> _labels = [];
    private List<long> _times = [];
    private List<int> _entityIndex = [];
    private int[]? _order;

    public IReadOnlyList<string> Entities => _entities;

    public int Count => _times.Count;

    public bool HasAnyValue { get; private set; }

    public int EntityIndex(string id)
    {
        if (_indexOf.TryGetValue(id, out var index))
            return index;
        index = _entities.Count;
        _indexOf.Add(id, index);
        _entities.Add(id);
        _lastTime.Add(long.MinValue);
        return index;
    }

    /// <summary>Adds a row, unless its time repeats or precedes the entity's latest one.</summary>
    public bool TryAdd(int entity, long micros, out int row)
    {
        row = Count;
        if (micros <= _lastTime[entity])
            return false;
        _lastTime[entity] = micros;
        Add(entity, micros);
        return true;
    }

    /// <summary>The row of an entity and a time, which may have been added before.</summary>
    public int AddOrFind(int entity, long micros)
    {
        ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(_rowOf, (entity, micros), out var exists);
        if (!exists)
        {
            row = Count;
            Add(entity, micros);
        }
        return row;
    }

    public void Set(int row, int signal, double value)
    {
        _values[signal][row] = value;
        HasAnyValue |= !double.IsNaN(value);
    }

    public void SetLabel(int row, string label)
    {
        if (label.Length > 0)
            _labels[row] = label;
    }

    /// <summary>Puts the rows in order of time, then entity.</summary>
    public void SortByTime()
    {
        _order = [.. Enumerable.Range(0, Count).OrderBy(row => _times[row]).ThenBy(row => _entityIndex[row])];
        _times = [.. _order.Select(row => _times[row])];
        _entityIndex = [.. _order.Select(row => _entityIndex[row])];
    }

    public long[] DistinctTimes() => [.. _times.Distinct().Order()];

    /// <summary>Time and label of an entity's rows, in order.</summary>
    public IEnumerable<(long Micros, string Label)> LabelsOf(int entity)
    {
        for (var row = 0; row < Count; row++)
        {
            if (_entityIndex[row] == entity)
                yield return (_times[row], _labels[_order is null ? row : _order[row]]);
        }
    }

    public IReadOnlyList<MemorySeries> ToSeries(CsvMapping mapping)
    {
        long[] times = [.. _times];
        int[] entityIndex = [.. _entityIndex];
        return [.. mapping.Signals.Select((signal, i) => (Signal: signal.Value, Index: i)).GroupBy(pair => pair.Signal.Layer).Select(layer => new MemorySeries(
            layer.Key,
            mapping.EntityKind,
            new SeriesTable(_entities, times, entityIndex, [.. layer.Select(pair => new SeriesColumn(pair.Signal.Name, Column(pair.Index)))])))];
    }

    private double[] Column(int signal) => _order is null ? [.. _values[signal]] : [.. _order.Select(row => _values[signal][row])];

    private void Add(int entity, long micros)
    {
        _times.Add(micros);
        _entityIndex.Add(entity);
        _labels.Add("");
        foreach (var column in _values)
            column.Add(double.NaN);
    }
}
