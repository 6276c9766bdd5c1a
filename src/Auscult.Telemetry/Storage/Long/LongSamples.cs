using System.Runtime.InteropServices;
using System.Text;
using Auscult.Foundation;

namespace Auscult.Telemetry.Storage.Long;

/// <summary>One signal of one entity.</summary>
/// <param name="Entity">Number of the entity.</param>
/// <param name="Signal">Number of the signal.</param>
/// <param name="Partition">Where its samples are.</param>
/// <param name="Count">Number of samples.</param>
/// <param name="IsSeen">Whether any of them is a finite number.</param>
[StructLayout(LayoutKind.Auto)]
internal record struct LongSeries(int Entity, int Signal, int Partition, long Count, bool IsSeen);

/// <summary>
/// The rows of a long Parquet file, read once by one thread per processor: apart by series and partition, the times they span. Memory stays
/// bounded whatever the size and order of the file.
/// </summary>
internal sealed class LongSamples : IDisposable
{
    // Each worker sorts one partition at a time: 16 bytes per sample.
    private const long SamplesPerPartition = 1 << 19;
    private const int MostPartitions = 256;
    private const int MostReaders = 8;
    private readonly Part[] _parts;
    private readonly List<string> _entities = [];
    private readonly List<string> _signals = [];
    private readonly List<LongSeries> _series = [];

    /// <param name="file">The file; its columns are checked.</param>
    /// <param name="columns">Their names.</param>
    /// <param name="hostOf">Entities of one host lie in one partition.</param>
    /// <param name="memoryBudget">Bytes of samples that stay in memory; the rest goes to temporary files.</param>
    /// <param name="rowsPerReader">A file is read by one thread per so many rows, and at most one per processor.</param>
    /// <exception cref="InputException">A time, entity or signal is empty, or the file is truncated.</exception>
    public LongSamples(ParquetFile file, LongColumns columns, Func<string, string> hostOf, long memoryBudget, long rowsPerReader)
    {
        RowCount = file.CountRows();
        PartitionCount = (int)Math.Clamp(RowCount / SamplesPerPartition, 1, MostPartitions);
        var readers = (int)Math.Clamp(RowCount / rowsPerReader, 1, Math.Min(MostReaders, Environment.ProcessorCount));
        _parts = [.. Enumerable.Range(0, readers).Select(_ => new Part(
            new LongReader(file, columns, id => PartitionOf(hostOf(id)), new SampleStore(PartitionCount, memoryBudget / readers))))];
        try
        {
            Task.WhenAll(_parts.Select((part, number) => Task.Run(() => ParquetFile.Guard(file.Path, () =>
            {
                part.Reader.Read(RowCount * number / readers, RowCount * (number + 1) / readers);
                return 0;
            })))).GetAwaiter().GetResult();
            Merge();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public long RowCount { get; }

    public int PartitionCount { get; }

    /// <summary>Entity ids in the order of their first sample.</summary>
    public IReadOnlyList<string> Entities => _entities;

    /// <summary>Signal names in the order of their first sample.</summary>
    public IReadOnlyList<string> Signals => _signals;

    public IReadOnlyList<LongSeries> Series => _series;

    /// <summary>Time of the earliest sample in microseconds.</summary>
    public long FirstMicros => _parts.Min(part => part.Reader.FirstMicros);

    /// <summary>Time of the latest sample in microseconds.</summary>
    public long LastMicros => _parts.Max(part => part.Reader.LastMicros);

    /// <summary>Bytes in temporary files.</summary>
    public long Spilled => _parts.Sum(part => part.Reader.Store.Spilled);

    /// <summary>The samples of a partition in the order of the file.</summary>
    /// <param name="partition">Which one.</param>
    /// <param name="visit">Called with some samples after another, and the numbers of their series by the numbers they carry.</param>
    public void Read(int partition, Action<ReadOnlySpan<Sample>, int[]> visit)
    {
        foreach (var part in _parts)
            part.Reader.Store.Read(partition, chunk => visit(chunk, part.NumberOf));
    }

    public void Dispose()
    {
        foreach (var part in _parts)
            part.Reader.Store.Dispose();
    }

    private void Merge()
    {
        var numbers = new Dictionary<(int Entity, int Signal), int>();
        var (entities, signals) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var part in _parts)
        {
            int[] entityOf = [.. part.Reader.Entities.Select(id => Number(entities, _entities, id))];
            int[] signalOf = [.. part.Reader.Signals.Select(name => Number(signals, _signals, name))];
            part.NumberOf = new int[part.Reader.Series.Length];
            for (var i = 0; i < part.NumberOf.Length; i++)
            {
                var read = part.Reader.Series[i] with { Entity = entityOf[part.Reader.Series[i].Entity], Signal = signalOf[part.Reader.Series[i].Signal] };
                if (numbers.TryGetValue((read.Entity, read.Signal), out var number))
                {
                    _series[number] = read with { Count = read.Count + _series[number].Count, IsSeen = read.IsSeen || _series[number].IsSeen };
                }
                else
                {
                    numbers.Add((read.Entity, read.Signal), number = _series.Count);
                    _series.Add(read);
                }
                part.NumberOf[i] = number;
            }
        }
    }

    private static int Number(Dictionary<string, int> numbers, List<string> texts, string text)
    {
        if (!numbers.TryGetValue(text, out var number))
        {
            numbers.Add(text, number = texts.Count);
            texts.Add(text);
        }
        return number;
    }

    // All readers must put a host into the same partition (FNV-1a; string.GetHashCode would be another one in every process).
    private int PartitionOf(string host)
    {
        var hash = 2166136261u;
        foreach (var letter in Encoding.UTF8.GetBytes(host))
            hash = (hash ^ letter) * 16777619u;
        return (int)(hash % (uint)PartitionCount);
    }

    private sealed class Part(LongReader reader)
    {
        public LongReader Reader { get; } = reader;

        public int[] NumberOf { get; set; } = [];
    }
}
