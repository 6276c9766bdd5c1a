using Auscult.Foundation;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.Long;

namespace Auscult.Telemetry.Fusion;

/// <summary>
/// Fuses the tables of a dataset into one <see cref="Frame"/>: one grid, one row of signals per entity and step, counters as rates, NaN
/// where nothing was seen. docs/guide/frames.md tells the rules.
/// </summary>
public static class FrameBuilder
{
    // Tables larger than this together are read in groups of columns.
    private const long MemoryBudget = 2L << 30;
    private const long LargeFrame = 1L << 28;
    private const double SmallestOccupancy = 0.01;

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
            var fusion = new Fusion(dataset, config, memoryBudget);
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
        FrameCache.Write(path, key, new Fusion(dataset, config, memoryBudget));
        var frame = MappedFrame.Open(path);
        report = frame.Report;
        return frame;
    }

    /// <summary>One fusion: first the axes, then the values.</summary>
    internal sealed class Fusion
    {
        private readonly Dataset _dataset;
        private readonly FusionConfig _config;
        private readonly TimeGrid _grid;
        private readonly EntityPlacement _placement;
        private readonly TableReader _reader;
        private readonly FusionPlan _plan;
        private readonly ClockEstimate _clock;

        public Fusion(Dataset dataset, FusionConfig config, long memoryBudget)
        {
            (_dataset, _config) = (dataset, config);
            _grid = new TimeGrid(dataset.Manifest, config.StepSeconds, dataset.Location);
            _placement = new EntityPlacement(dataset.Topology, config.EntityKind, dataset.Location);
            _clock = new ClockEstimate(dataset, config.Clock);
            _reader = new TableReader(dataset, memoryBudget);
            var seen = dataset is LongParquetDataset samples ? LongFiller.SeenColumns(samples) : _reader.SeenColumns();
            _plan = new FusionPlan(dataset, config, _placement, (info, column) => seen.Contains((info.Layer, info.EntityKind, column)));
            if (_plan.Columns.Count == _plan.Missing.Count)
                throw NothingSeen(seen.Count);
            Schema = new FrameSchema(
                _placement.FrameEntities, [.. _plan.Columns.Select(column => column.Signal)], _grid.Segments,
                TimeSpan.FromMicroseconds(_grid.Step))
            {
                PeerGroups = PeerGroups.Of(dataset.Topology, _placement, config.Peers, dataset.Location),
            };
            RefuseEmptiness();
        }

        public FrameSchema Schema { get; }

        public FusionReport Run(IFrameValues values)
        {
            var filler = new FrameFiller(_plan, _placement, _grid, _config, _clock, values);
            if (_dataset is LongParquetDataset samples)
                new LongFiller(samples, _plan, _placement, _grid, _config, _clock, filler).Fill();
            else
                filler.Fill(_dataset, _reader);
            var findings = filler.Findings();
            if (findings.All(signal => signal.Coverage == 0))
                throw NothingSeen(findings.Count);
            PeerStatistics.Compute(Schema, _config.Peers.MinMembers, values);
            return new FusionReport
            {
                SampleRows = filler.SampleRows, DuplicateRows = filler.DuplicateRows, LateRows = filler.LateRows,
                RowsOutsideRecordings = filler.RowsOutsideRecordings, UnplacedEntities = filler.UnplacedEntities,
                ClockOffsets = _clock.Offsets, NeverSeen = _plan.NeverSeen, Excluded = _plan.Excluded, Missing = _plan.Missing, Signals = findings,
            };
        }

        private InputException NothingSeen(int seenSignals) => new(
            seenSignals == 0 ? "no signal has a single value" : "no value of any chosen signal falls on an entity and recording of the frame",
            _dataset.Location,
            remedy: seenSignals == 0
                ? "check the series with 'auscult inspect'"
                : "check fusion.signals, fusion.exclude, fusion.entity_kind and the recordings with 'auscult inspect'");

        // A clock that once was years off must not become a frame of terabytes.
        private void RefuseEmptiness()
        {
            var samples = _dataset.Series.Sum(info => info.RowCount);
            if (Schema.ValueCount < LargeFrame || samples >= SmallestOccupancy * Schema.RowCount)
                return;
            var longest = _grid.Segments.MaxBy(segment => segment.RowCount)!;
            throw new InputException(
                $"{samples} samples would fill less than 1% of {Schema.RowCount} steps; recording '{longest.Recording}' alone spans {longest.RowCount}",
                _dataset.Location, remedy: "split the recording where nothing was recorded, or choose a larger fusion.step_seconds");
        }
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
