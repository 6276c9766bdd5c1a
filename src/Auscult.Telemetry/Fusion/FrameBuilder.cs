using Auscult.Foundation;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>
/// Fuses the tables of a dataset into one <see cref="Frame"/>: one grid, one row of signals per entity and step, counters as rates, NaN
/// where nothing was seen. docs/guide/frames.md tells the rules.
/// </summary>
public static class FrameBuilder
{
    // Tables larger than this together are read in groups of columns.
    private const long MemoryBudget = 2L << 30;

    /// <inheritdoc cref="Build(Dataset, FusionConfig, string?, out FusionReport)"/>
    public static Frame Build(Dataset dataset, FusionConfig config, string? cacheFolder = null) =>
        Build(dataset, config, cacheFolder, out _);

    /// <summary>Fuses a dataset, or opens the frame that an earlier call has left in the cache.</summary>
    /// <param name="dataset">Source of the samples.</param>
    /// <param name="config">Grid, entities, columns.</param>
    /// <param name="cacheFolder">
    /// Where frames are kept, one file per dataset content and configuration, memory-mapped; null keeps the frame in memory. A cache that is
    /// damaged or of an older format is written anew.
    /// </param>
    /// <param name="report">What was seen, left out and mended.</param>
    /// <returns>A frame; dispose it when done.</returns>
    /// <exception cref="InputException">
    /// Nothing was ever seen, there is no entity of the wanted kind, or the recordings are almost entirely empty.
    /// </exception>
    public static Frame Build(Dataset dataset, FusionConfig config, string? cacheFolder, out FusionReport report) =>
        Build(dataset, config, cacheFolder, MemoryBudget, out report);

    internal static Frame Build(Dataset dataset, FusionConfig config, string? cacheFolder, long memoryBudget, out FusionReport report)
    {
        if (cacheFolder is null)
        {
            var fusion = new FrameFusion(dataset, config, memoryBudget);
            var memory = new MemoryValues(fusion.Schema);
            report = fusion.Run(memory);
            return memory.ToFrame();
        }
        var key = FrameCache.KeyOf(dataset, config);
        var path = FrameCache.PathOf(cacheFolder, dataset.Manifest.Name, key);
        if (FrameCache.TryOpen(path, key) is { } kept)
        {
            report = kept.Report;
            return kept;
        }
        using (var earlier = FrameCache.FindEarlier(cacheFolder, dataset, config))
            FrameCache.Write(path, key, new FrameFusion(dataset, config, memoryBudget), earlier);
        var frame = MappedFrame.Open(path);
        report = frame.Report;
        return frame;
    }

    /// <summary>Values in managed memory.</summary>
    private sealed class MemoryValues(FrameSchema schema) : IFrameValues
    {
        private readonly float[] _values = schema.ValueCount + schema.PeerValueCount <= Array.MaxLength
            ? new float[schema.ValueCount + schema.PeerValueCount]
            : throw new InputException($"a frame of {schema.ValueCount} values is too large for memory", remedy: "give a cache folder");

        public Span<float> Rows(int plane, int firstRow, int rowCount) =>
            _values.AsSpan((int)schema.Offset(plane, firstRow), rowCount * schema.Signals.Count);

        public MemoryFrame ToFrame() => new(schema, _values);
    }
}
