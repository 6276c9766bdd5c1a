using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Auscult.Telemetry.Storage.Long;

/// <summary>One sample of one series.</summary>
/// <param name="Time">Microseconds since 1970-01-01 UTC.</param>
/// <param name="Value">NaN where the cell is empty.</param>
/// <param name="Series">Number of the series.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct Sample(long Time, double Value, int Series);

/// <summary>
/// Samples in the order they came, apart by partition. Beyond a budget of memory they go to one temporary file, which disappears with
/// the store or its process. Not safe for several threads while it is filled; partitions can be read by several.
/// </summary>
internal sealed class SampleStore : IDisposable
{
    private const int ChunkLength = 1 << 13;
    private readonly Partition[] _partitions;
    private readonly long _memoryBudget;
    private readonly string _folder;
    private SafeFileHandle? _file;
    private long _inMemory;
    private long _inFile;

    /// <param name="partitions">How many.</param>
    /// <param name="memoryBudget">Bytes of samples that stay in memory.</param>
    /// <param name="folder">Where the temporary file goes when it is needed; null takes the system's folder.</param>
    public SampleStore(int partitions, long memoryBudget, string? folder = null)
    {
        _partitions = [.. Enumerable.Range(0, partitions).Select(_ => new Partition())];
        (_memoryBudget, _folder) = (memoryBudget, folder ?? Path.GetTempPath());
    }

    /// <summary>Bytes in the temporary file.</summary>
    public long Spilled => _inFile;

    public int PartitionCount => _partitions.Length;

    /// <exception cref="IOException">The disk has no room.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int partition, Sample sample)
    {
        var target = _partitions[partition];
        if (target.Count == target.Open.Length)
            Close(target);
        target.Open[target.Count++] = sample;
    }

    /// <summary>Number of samples of a partition.</summary>
    public long CountOf(int partition) => _partitions[partition].Closed.Sum(chunk => (long)chunk.Length) + _partitions[partition].Count;

    /// <summary>The samples of a partition in the order they came.</summary>
    /// <param name="partition">Which one.</param>
    /// <param name="visit">Called with some samples after another; they are valid during the call.</param>
    public void Read(int partition, Action<ReadOnlySpan<Sample>> visit)
    {
        Sample[]? buffer = null;
        foreach (var chunk in _partitions[partition].Closed)
        {
            if (chunk.Samples is { } kept)
            {
                visit(kept);
                continue;
            }
            var target = MemoryMarshal.AsBytes((buffer ??= new Sample[ChunkLength]).AsSpan(0, chunk.Length));
            for (var done = 0; done < target.Length;)
            {
                var read = RandomAccess.Read(_file!, target[done..], chunk.Offset + done);
                done += read > 0 ? read : throw new IOException("the temporary file of fusion was cut off");
            }
            visit(buffer.AsSpan(0, chunk.Length));
        }
        visit(_partitions[partition].Open.AsSpan(0, _partitions[partition].Count));
    }

    public void Dispose() => _file?.Dispose();

    private void Close(Partition partition)
    {
        if (partition.Count > 0)
        {
            var bytes = MemoryMarshal.AsBytes(partition.Open.AsSpan());
            if (_inMemory + bytes.Length <= _memoryBudget)
            {
                partition.Closed.Add(new Chunk(partition.Open, 0, partition.Count));
                _inMemory += bytes.Length;
                partition.Open = GC.AllocateUninitializedArray<Sample>(ChunkLength);
            }
            else
            {
                RandomAccess.Write(_file ??= OpenFile(), bytes, _inFile);
                partition.Closed.Add(new Chunk(null, _inFile, partition.Count));
                _inFile += bytes.Length;
            }
        }
        else
        {
            partition.Open = GC.AllocateUninitializedArray<Sample>(ChunkLength);
        }
        partition.Count = 0;
    }

    private SafeFileHandle OpenFile() => File.OpenHandle(
        Path.Combine(_folder, $"auscult-fusion-{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
        FileOptions.DeleteOnClose);

    private readonly record struct Chunk(Sample[]? Samples, long Offset, int Length);

    private sealed class Partition
    {
        public List<Chunk> Closed { get; } = [];

        public Sample[] Open = [];
        public int Count;
    }
}
