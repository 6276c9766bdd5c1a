using Auscult.Simulation.Running;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Exporting;

/// <summary>When the entities of a table are sampled in the current block.</summary>
/// <param name="table">What is measured.</param>
/// <param name="ticks">Most ticks of a block.</param>
/// <param name="recorded">First moment that is recorded, and first one that is not, microseconds since 1970-01-01 UTC.</param>
internal sealed class SampleSchedule(SeriesTableModel table, int ticks, (long From, long Until) recorded)
{
    private readonly int[] _count = new int[table.Entities.Count];
    private readonly long[] _lastTick = [.. Enumerable.Repeat(-1L, table.Entities.Count)];
    private int _most;
    private int[] _ticks = [];
    private float[] _fractions = [];
    private float[] _latencies = [];
    private long[] _micros = [];
    private byte[] _gaps = [];
    private SampleOutcome[] _outcomes = [];

    /// <summary>Makes room for a block.</summary>
    public void Begin(Block block)
    {
        var most = table.Target?.MostSamples(block) ?? ticks;
        if (most <= _most)
            return;
        var length = most * table.Entities.Count;
        (_most, _ticks, _fractions, _latencies) = (most, new int[length], new float[length], new float[length]);
        (_micros, _gaps, _outcomes) = (new long[length], new byte[length], new SampleOutcome[length]);
    }

    /// <summary>Decides the samples of an entity; returns their number.</summary>
    public int Plan(int entity, Block block)
    {
        _count[entity] = 0;
        if (table.Target is { } target)
        {
            foreach (var scrape in target[entity / table.EntitiesPerTarget])
            {
                if (scrape.Outcome != SampleOutcome.Failed || table.KeepsFailed)
                    Add(entity, block, scrape);
            }
            return _count[entity];
        }
        var interval = Math.Max(1, (long)Math.Round(table.IntervalSeconds / block.StepSeconds));
        for (var tick = 0; tick < block.Ticks; tick++)
        {
            if ((block.FirstTick + tick) % interval == 0)
                Add(entity, block, new Scrape { Tick = tick, Micros = MicrosOf(entity, tick, block) });
        }
        return _count[entity];
    }

    /// <summary>Times of an entity's samples, microseconds since 1970-01-01 UTC.</summary>
    public ReadOnlySpan<long> TimesMicros(int entity) => _micros.AsSpan(entity * _most, _count[entity]);

    /// <summary>An entity's samples.</summary>
    public Sampling Of(int entity, Block block) => new()
    {
        Block = block,
        Ticks = _ticks.AsSpan(entity * _most, _count[entity]),
        Fractions = _fractions.AsSpan(entity * _most, _count[entity]),
        Gaps = _gaps.AsSpan(entity * _most, _count[entity]),
        Latencies = _latencies.AsSpan(entity * _most, _count[entity]),
        Outcomes = _outcomes.AsSpan(entity * _most, _count[entity]),
    };

    private long MicrosOf(int entity, int tick, Block block) => table.Clocks is { } clocks
        ? HostClocks.Stamp(block, clocks.Shown(entity / table.EntitiesPerTarget, block.SecondOf(tick)))
        : Micros.From(block.TimeOf(tick));

    private void Add(int entity, Block block, Scrape scrape)
    {
        // A host whose clock is off stamps its first or last samples with moments outside of the recording.
        if (scrape.Micros < recorded.From || scrape.Micros >= recorded.Until)
            return;
        // A plane that nobody changed speaks too where its neutral value is 0: a block in which no step ends has no row.
        if (table.Present is { } present && (!present.IsNeutral || present.Neutral <= 0) && present[entity][scrape.Tick] <= 0)
            return;
        var at = (entity * _most) + _count[entity]++;
        var outcome = scrape.Outcome;
        if (outcome == SampleOutcome.Answered && table.Responding is { IsNeutral: false } responding
            && responding[entity][scrape.Tick] <= 0)
            outcome = SampleOutcome.Stale;
        (_ticks[at], _fractions[at], _latencies[at], _micros[at], _outcomes[at]) =
            (scrape.Tick, scrape.Fraction, scrape.Latency, scrape.Micros, outcome);
        var tick = block.FirstTick + scrape.Tick;
        _gaps[at] = (byte)Math.Min(Sampling.LongestGap, tick - _lastTick[entity]);
        _lastTick[entity] = tick;
    }
}
