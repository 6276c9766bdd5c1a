using Auscult.Foundation;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.Long;

namespace Auscult.Telemetry.Fusion;

/// <summary>One fusion: first the axes, then the values.</summary>
internal sealed class FrameFusion
{
    private const long LargeFrame = 1L << 28;
    private const double SmallestOccupancy = 0.01;
    private readonly Dataset _dataset;
    private readonly FusionConfig _config;
    private readonly TimeGrid _grid;
    private readonly EntityPlacement _placement;
    private readonly TableReader _reader;
    private readonly FusionPlan _plan;
    private readonly ClockEstimate _clock;
    private readonly SampleScan? _scan;
    private RowMark _final = RowMark.Beginning;
    private IReadOnlyList<ResampleCounts> _finalCounts = [];

    public FrameFusion(Dataset dataset, FusionConfig config, long memoryBudget)
    {
        (_dataset, _config) = (dataset, config);
        _grid = new TimeGrid(dataset.Manifest, config.StepSeconds, dataset.Location);
        _placement = new EntityPlacement(dataset.Topology, config.EntityKind, dataset.Location);
        _clock = new ClockEstimate(dataset, config.Clock);
        _reader = new TableReader(dataset, memoryBudget);
        if (dataset is not LongParquetDataset)
            _scan = new SampleScan(dataset, _reader, table => new SampleOrder(table, _grid, config.GaugeHoldIntervals, _clock));
        var seen = dataset is LongParquetDataset samples ? LongFiller.SeenColumns(samples) : _scan!.Seen;
        _plan = new FusionPlan(dataset, config, _placement, (info, column) => seen.Contains((info.Layer, info.EntityKind, column)));
        if (_plan.Columns.Count == _plan.Missing.Count)
            throw NothingSeen(seen.Count);
        Schema = new FrameSchema(
            _placement.FrameEntities, [.. _plan.Columns.Select(column => column.Signal)], _grid.Segments, TimeSpan.FromMicroseconds(_grid.Step))
        {
            PeerGroups = PeerGroups.Of(dataset.Topology, _placement, config.Peers, dataset.Location),
        };
        RefuseEmptiness();
    }

    public FrameSchema Schema { get; }

    /// <param name="values">What to fill.</param>
    /// <param name="earlier">A frame of the same lineage whose final rows are taken over when they still hold.</param>
    public FusionReport Run(IFrameValues values, MappedFrame? earlier = null)
    {
        var (span, late) = SpanOf(earlier);
        var filler = new FrameFiller(_plan, _placement, span, _config, values);
        if (_dataset is LongParquetDataset samples)
            new LongFiller(samples, _plan, _placement, _grid, _config, _clock, filler).Fill();
        else
            filler.Fill(_dataset, _reader, _scan!);
        for (var plane = 0; plane < _placement.FrameEntities.Count + (2 * Schema.PeerGroups.Count) && span.Kept.Row > 0; plane++)
            earlier!.Copy(plane, span.Kept.Row, values);
        var kept = span.Kept.Row > 0 ? earlier!.History!.Counts : null;
        var findings = filler.Findings(Schema.RowCount, kept);
        if (findings.All(signal => signal.Coverage == 0))
            throw NothingSeen(findings.Count);
        PeerStatistics.Compute(Schema, _config.Peers.MinMembers, values, span.Kept.Row);
        (_final, _finalCounts) = (span.Final, filler.FinalCounts(kept));
        return new FusionReport
        {
            SampleRows = filler.SampleRows, DuplicateRows = filler.DuplicateRows, LateRows = filler.LateRows,
            RowsOutsideRecordings = filler.RowsOutsideRecordings, UnplacedEntities = filler.UnplacedEntities,
            ClockOffsets = _clock.Offsets, NeverSeen = _plan.NeverSeen, Excluded = _plan.Excluded, Missing = _plan.Missing, Signals = findings,
            KeptRows = span.Kept.Row, LateBeyondHorizon = late,
        };
    }

    /// <summary>After <see cref="Run"/>: what a later frame needs to take over final rows; null for data that are read in parts.</summary>
    public FrameHistory? History()
    {
        if (_scan is null || !_reader.KeepsTables)
            return null;
        // Clocks that are off put samples up to so much later than their rows.
        var micros = _final.Micros + _clock.LongestCorrection;
        var (rows, samples) = _scan.Before(micros);
        return new FrameHistory(
            FrameHistory.LineageOf(_dataset, _config), _final.Row, rows, micros, samples, _scan.Intervals(_grid.Segments.Count - 1),
            _finalCounts);
    }

    private (FusionSpan Span, long LateSamples) SpanOf(MappedFrame? earlier)
    {
        if (_scan is null || !_reader.KeepsTables)
            return (FusionSpan.Everything(_grid), 0);
        var reach = _scan.Reach(_config, _grid.Step);
        var final = _scan.FinalRows(_grid, reach, _clock.LongestCorrection);
        var (isKept, late) = earlier is null ? (false, 0) : FrameHistory.Compare(earlier, Schema, _clock, _scan);
        if (!isKept)
            return (new FusionSpan(_grid, 0, 0, RowMark.Beginning, final), late);
        // What a row shows depends on at most four samples before it, each within reach of the next.
        var kept = _grid.MarkOf(earlier!.History!.FinalRow);
        var first = kept.Row - (4 * reach / _grid.Step) - 2;
        var segment = _grid.SegmentOf(kept.Row);
        var row = (int)Math.Max(_grid.Segments[segment].FirstRow, first);
        return (new FusionSpan(_grid.From(row), row, segment, kept, final.Row > kept.Row ? final : kept), late);
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
