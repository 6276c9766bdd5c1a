using System.Runtime.InteropServices;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Exporting;

/// <summary>
/// One exporter on every host (or one per switch): the moments at which a collector asks it, and whether it answers. All entities and
/// tables of a target are sampled together, so they are missing together.
/// </summary>
internal sealed class ScrapeTargets
{
    private const double SecondsOfDay = 86_400;

    /// <summary>Most intervals that a sample can be early or late.</summary>
    private const double JitterLimit = 0.4;

    /// <summary>Standard deviation of the logarithm of the time to answer (E).</summary>
    private const double LatencySpread = 0.25;
    private readonly ExporterSettings _settings;
    private readonly double _interval;
    private readonly HostClocks? _clocks;
    private readonly Target[] _targets;
    private readonly Scrape[][] _scrapes;

    /// <param name="name">Name of the exporter; its random numbers derive from it.</param>
    /// <param name="targets">How many there are.</param>
    /// <param name="intervalSeconds">Time between two samples.</param>
    /// <param name="settings">What goes wrong.</param>
    /// <param name="clocks">Whose clocks give the time; null: the collector's, which is right.</param>
    /// <param name="seeds">Where the targets' numbers come from.</param>
    public ScrapeTargets(string name, int targets, double intervalSeconds, ExporterSettings settings, HostClocks? clocks, Seeds seeds)
    {
        (_settings, _interval, _clocks) = (settings, intervalSeconds, clocks);
        _scrapes = [.. Enumerable.Range(0, targets).Select(_ => Array.Empty<Scrape>())];
        _targets = [.. Enumerable.Range(0, targets).Select(target => Start(new NoiseStream(seeds.Child($"{name}/{target}").Value)))];
    }

    /// <summary>Conditions of the hosts that run the exporter; null: nothing stops it.</summary>
    public NodeConditions? Hosts { get; init; }

    /// <summary>Whether the drivers that it asks answer, and how many there are per host; null: it asks none.</summary>
    public (Plane Responding, int PerTarget)? Drivers { get; init; }

    /// <summary>Time that values are kept before they are read again, seconds.</summary>
    public double Refresh { get; init; }

    /// <summary>The samples of a target in the current block, in order.</summary>
    public ReadOnlySpan<Scrape> this[int target] => _scrapes[target].AsSpan(0, _targets[target].Count);

    /// <summary>Most samples of a target in a block.</summary>
    public int MostSamples(Block block) => (int)(block.Ticks * block.StepSeconds / _interval) + 3;

    /// <summary>Decides the samples of a block.</summary>
    public void Begin(Block block, ParallelOptions parallel)
    {
        var most = MostSamples(block);
        Parallel.For(0, _targets.Length, parallel, number =>
        {
            if (_scrapes[number].Length < most)
                _scrapes[number] = new Scrape[most];
            ref var target = ref _targets[number];
            target.Count = 0;
            while (target.Next < block.EndSecond)
            {
                if (!IsDropped(ref target))
                    _scrapes[number][target.Count++] = Ask(number, ref target, block);
                target.Number++;
                target.Next = MomentOf(ref target);
            }
        });
    }

    private Target Start(NoiseStream random)
    {
        var target = new Target { Random = random, LastRead = double.NegativeInfinity };
        target.Phase = _settings.SpreadPhases ? target.Random.NextUniform() * _interval : 0;
        target.GapStart = double.PositiveInfinity;
        if (_settings.GapsPerDay > 0)
            target.GapStart = target.Random.NextExponential(SecondsOfDay / _settings.GapsPerDay);
        target.GapEnd = target.GapStart + target.Random.NextExponential(_settings.GapTime);
        target.Next = MomentOf(ref target);
        return target;
    }

    private double MomentOf(ref Target target)
    {
        var most = JitterLimit * _interval;
        var late = _settings.Jitter > 0 ? Math.Clamp(_settings.Jitter * target.Random.NextNormal(), -most, most) : 0;
        return Math.Max(0, (target.Number * _interval) + target.Phase + late);
    }

    private bool IsDropped(ref Target target)
    {
        while (target.Next >= target.GapEnd)
        {
            target.GapStart = target.GapEnd + target.Random.NextExponential(SecondsOfDay / _settings.GapsPerDay);
            target.GapEnd = target.GapStart + target.Random.NextExponential(_settings.GapTime);
        }
        return (_settings.DropRatio > 0 && target.Random.NextUniform() < _settings.DropRatio) || target.Next >= target.GapStart;
    }

    private Scrape Ask(int number, ref Target target, Block block)
    {
        var second = target.Next;
        var position = (second - block.FirstSecond) / block.StepSeconds;
        var tick = Math.Clamp((int)position, 0, block.Ticks - 1);
        var latency = _settings.ScrapeTime * Math.Exp(LatencySpread * target.Random.NextNormal());
        var isUp = true;
        if (Hosts is { } hosts && number < hosts.Entities)
        {
            isUp = hosts.Up[number][tick] > 0 && hosts.Reachable[number][tick] > 0;
            latency += hosts.ScrapeDelay[number][tick];
        }
        if (isUp && IsHanging(number, tick) && target.Random.NextUniform() < _settings.HangFailRatio)
            latency = _settings.ScrapeTimeout;
        isUp &= latency < _settings.ScrapeTimeout;
        var isStale = second - target.LastRead < Refresh - (0.5 * _interval);
        if (isUp && !isStale)
            target.LastRead = second;
        return new Scrape
        {
            Tick = tick,
            Fraction = (float)Math.Clamp(position - tick, 0, 1),
            Micros = HostClocks.Stamp(block, _clocks?.Shown(number, second) ?? second),
            Latency = (float)Math.Min(isUp ? latency : _settings.ScrapeTimeout, _settings.ScrapeTimeout),
            Outcome = !isUp ? SampleOutcome.Failed : isStale ? SampleOutcome.Stale : SampleOutcome.Answered,
        };
    }

    private bool IsHanging(int number, int tick)
    {
        if (Drivers is not { Responding.IsNeutral: false } drivers)
            return false;
        for (var driver = number * drivers.PerTarget; driver < (number + 1) * drivers.PerTarget; driver++)
        {
            if (drivers.Responding[driver][tick] <= 0)
                return true;
        }
        return false;
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Target
    {
        public NoiseStream Random;
        public long Number;
        public double Phase;
        public double Next;
        public double GapStart;
        public double GapEnd;
        public double LastRead;
        public int Count;
    }
}

/// <summary>One sample of a target.</summary>
[StructLayout(LayoutKind.Auto)]
internal record struct Scrape
{
    /// <summary>The tick of the block.</summary>
    public int Tick;

    /// <summary>How much of the tick has passed.</summary>
    public float Fraction;

    /// <summary>What the clock that stamps it shows, microseconds since 1970-01-01 UTC.</summary>
    public long Micros;

    /// <summary>Seconds to the answer, or to giving up.</summary>
    public float Latency;

    /// <summary>What came of it.</summary>
    public SampleOutcome Outcome;
}
