using System.Runtime.InteropServices;
using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>Reads the rows of tables into a <see cref="DatasetBuilder"/>.</summary>
/// <param name="mapping">What the columns mean; complete.</param>
/// <param name="builder">Where samples go.</param>
/// <param name="resolver">Finds signals that the mapping does not describe.</param>
/// <param name="context">What is done with bad rows.</param>
/// <param name="labels">Where labels go.</param>
internal sealed class TableImport(TableMapping mapping, DatasetBuilder builder, SignalResolver resolver, ImportContext context, TableLabels labels)
{
    private readonly Dictionary<byte[], EntitySamples> _entities = new(ByteKeys.Comparer);
    private readonly Dictionary<byte[], int> _metrics = new(ByteKeys.Comparer);
    private readonly List<ResolvedSignal?> _signals = [];
    private EntitySamples? _latest;

    /// <summary>Number of rows read.</summary>
    public long Rows { get; private set; }

    /// <summary>Whether any sample has a value.</summary>
    public bool HasAnyValue { get; private set; }

    /// <summary>The signals of the mapping, found in the catalogue where it does not describe them.</summary>
    public void Prepare()
    {
        foreach (var mapped in mapping.Signals)
        {
            _metrics.TryAdd(Encoding.UTF8.GetBytes(mapped.Column), _signals.Count);
            _signals.Add(mapped.Signal is { } given ? new ResolvedSignal(given, mapped.Scale, mapped.Offset) : Resolve(mapped.Column, mapped.Unit));
        }
    }

    /// <summary>What each column or metric became, in order of appearance.</summary>
    public IReadOnlyList<TableSignal> Signals() =>
        [.. _metrics.Where(metric => _signals[metric.Value] is not null).Select(metric => new TableSignal(
            Encoding.UTF8.GetString(metric.Key), _signals[metric.Value]!.Signal, _signals[metric.Value]!.Scale, _signals[metric.Value]!.Offset))];

    /// <summary>Reads one file.</summary>
    /// <exception cref="InputException">A column is missing, or a row cannot be read and none is to be skipped.</exception>
    public void Read(ITable table)
    {
        var time = table.Require(mapping.TimeColumn!);
        var entity = mapping.EntityColumn is { } name ? table.Require(name) : -1;
        var label = mapping.LabelColumn is { } labelName ? table.Require(labelName) : -1;
        var row = mapping.LongNameColumn is null ? WideRow(table) : LongRow(table);
        var fixedId = Encoding.UTF8.GetBytes(mapping.EntityFromFile ? TableFiles.Stem(table.File) : mapping.EntityId ?? "");
        table.Select(mapping.Columns());
        foreach (var known in _entities.Values)
            known.StartFile();
        while (true)
        {
            try
            {
                if (!table.Read())
                    return;
                var micros = ReadTime(table, time);
                var samples = EntityOf(table, entity, fixedId);
                if (!row(samples, micros, time))
                    continue;
                Rows++;
                if (label >= 0)
                    labels.Add(samples.Entity.Id, micros, table.Text(label));
            }
            catch (InputException e)
            {
                context.Bad.Report(e);
            }
        }
    }

    // A wide row is taken whole or not at all.
    private Func<EntitySamples, long, int, bool> WideRow(ITable table)
    {
        var columns = mapping.Signals.Select(signal => table.Require(signal.Column)).ToArray();
        var values = new double[columns.Length];
        return (samples, micros, time) =>
        {
            if (micros <= samples.Latest)
                throw OutOfOrder(table, time);
            for (var i = 0; i < columns.Length; i++)
                values[i] = Value(table, columns[i]);
            samples.Latest = micros;
            for (var i = 0; i < columns.Length; i++)
            {
                HasAnyValue |= !double.IsNaN(values[i]);
                samples.Series(i, this).Add(micros, _signals[i]!.Convert(values[i]));
            }
            return true;
        };
    }

    private Func<EntitySamples, long, int, bool> LongRow(ITable table)
    {
        var name = table.Require(mapping.LongNameColumn!);
        var value = table.Require(mapping.LongValueColumn!);
        var known = _metrics.GetAlternateLookup<ReadOnlySpan<byte>>();
        return (samples, micros, time) =>
        {
            if (!known.TryGetValue(table.Bytes(name), out var metric))
            {
                // Metrics that a mapping leaves out are left out.
                metric = _signals.Count;
                var found = mapping.Signals.Count > 0 ? null : Resolve(NameOf(table, name), unit: null);
                known[table.Bytes(name)] = metric;
                _signals.Add(found);
            }
            if (_signals[metric] is not { } signal)
                return false;
            var number = Value(table, value);
            var series = samples.Series(metric, this);
            if (!samples.Advance(metric, micros))
                throw OutOfOrder(table, time);
            HasAnyValue |= !double.IsNaN(number);
            series.Add(micros, signal.Convert(number));
            return true;
        };
    }

    private static string NameOf(ITable table, int column) =>
        table.Text(column) is { Length: > 0 } text ? text : throw table.Error(column, "is empty", "every row needs a metric");

    private static double Value(ITable table, int column) =>
        table.Number(column) is var value && Math.Abs(value) > float.MaxValue
            ? throw table.Error(column, $"'{value:G3}' is larger than a 32-bit number holds", "leave the field empty where nothing was measured")
            : value;

    private long ReadTime(ITable table, int column)
    {
        if (!table.TryTime(column, mapping.TimeFormat ?? TimeFormat.Iso, out var micros))
        {
            throw table.Error(
                column, $"{Quoted.Of(table.Text(column))} is not a time", $"the mapping says {DatasetLayout.Word(mapping.TimeFormat ?? TimeFormat.Iso)}");
        }
        if (mapping.TimeOrigin is { } origin && Math.Abs(micros) < long.MaxValue / 2)
            micros += Micros.From(origin);
        return TimeText.IsPlausible(micros) ? micros : throw table.Error(
            column, $"{Quoted.Of(table.Text(column))} is not between 1990 and 2200", "check time.format; a clock that starts at 0 needs time.origin");
    }

    private EntitySamples EntityOf(ITable table, int column, byte[] fixedId)
    {
        var bytes = column < 0 ? fixedId : table.Bytes(column);
        if (_latest is { } latest && bytes.SequenceEqual(latest.Key))
            return latest;
        ref var samples = ref CollectionsMarshal.GetValueRefOrAddDefault(_entities.GetAlternateLookup<ReadOnlySpan<byte>>(), bytes, out var exists);
        if (!exists)
        {
            try
            {
                var id = column < 0 ? Encoding.UTF8.GetString(fixedId)
                    : table.Text(column) is { Length: > 0 } text ? text : throw table.Error(column, "is empty", "every row needs an entity");
                samples = new EntitySamples(bytes.ToArray(), builder.Entity(id, mapping.EntityKind));
            }
            catch (InputException)
            {
                _entities.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(bytes);
                throw;
            }
        }
        return _latest = samples!;
    }

    private ResolvedSignal Resolve(string name, string? unit)
    {
        var found = resolver.Resolve(name, unknown => new Signal(unknown, Layer.Hardware, SignalKind.Gauge, unit ?? "", mapping.EntityKind), unit);
        return found with { Signal = found.Signal with { EntityKind = mapping.EntityKind } };
    }

    private static InputException OutOfOrder(ITable table, int time) =>
        table.Error(time, $"time {Quoted.Of(table.Text(time))} repeats or goes back", "sort the file by time and drop duplicates");

    /// <summary>The samples of one entity.</summary>
    private sealed class EntitySamples(byte[] key, Entity entity)
    {
        private SampleSeries?[] _series = [];
        private long[] _latest = [];

        public byte[] Key => key;

        public Entity Entity => entity;

        public long Latest { get; set; } = long.MinValue;

        /// <summary>Files may overlap in time; the builder sorts.</summary>
        public void StartFile()
        {
            Latest = long.MinValue;
            Array.Fill(_latest, long.MinValue);
        }

        public SampleSeries Series(int signal, TableImport owner)
        {
            if (signal >= _series.Length)
            {
                var size = Math.Max(signal + 1, owner._signals.Count);
                var known = _latest.Length;
                Array.Resize(ref _series, size);
                Array.Resize(ref _latest, size);
                _latest.AsSpan(known).Fill(long.MinValue);
            }
            return _series[signal] ??= owner.SeriesOf(entity, signal);
        }

        public bool Advance(int signal, long micros)
        {
            if (micros <= _latest[signal])
                return false;
            _latest[signal] = micros;
            return true;
        }
    }

    // Two metrics that are the same signal are parts of it.
    private SampleSeries SeriesOf(Entity entity, int index)
    {
        var (signal, part) = (_signals[index]!.Signal, _signals[index]!.Part);
        var twin = _signals.FindIndex(other => other is not null && other.Signal.Name == signal.Name && other.Signal.Layer == signal.Layer && other.Part == part);
        return builder.Series(entity, signal, twin == index ? part : $"{part}#{index}");
    }
}
