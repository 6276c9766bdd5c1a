using Auscult.Simulation.Configuration;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Room;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Faults;

/// <summary>Draws what will happen from a configuration: the listed faults, the drawn ones, then benign events in the same way.</summary>
internal sealed class FaultPlanner
{
    /// <summary>Standard deviation of the logarithm of a drawn duration (E).</summary>
    private const double DurationSpread = 0.4;
    private const double ShortestSeconds = 10;
    private readonly FaultSite _site;
    private readonly Seeds _seeds;
    private readonly RepeatOffenders _offenders;
    private readonly List<FaultInstance> _instances = [];

    private FaultPlanner(FaultSite site, Seeds seeds)
    {
        (_site, _seeds) = (site, seeds);
        _offenders = new RepeatOffenders(site.UsedNodes, new NoiseStream(seeds.Child("hazards").Value));
    }

    /// <summary>Classes of faults that can happen to what is simulated.</summary>
    public static IReadOnlyList<string> ClassesFor(SimulationConfig config) => Fitting(FaultKinds.Faults, config);

    /// <summary>Classes of benign events that can be planned for what is simulated.</summary>
    public static IReadOnlyList<string> BenignFor(SimulationConfig config) => Fitting(FaultKinds.Benign, config);

    /// <summary>Draws everything.</summary>
    /// <exception cref="Foundation.InputException">A class or an entity does not exist or fit; the message names the key.</exception>
    public static FaultPlan Draw(SimulationConfig config, ClusterLayout layout, ParallelLayout? parallel, Seeds seeds)
    {
        var planner = new FaultPlanner(new FaultSite(config, layout, parallel), seeds);
        var (faults, benign) = (config.Faults, config.Benign);
        var checkedFaults = new PlanCheck(planner._site, "simulation.faults", FaultKinds.Faults);
        var checkedBenign = new PlanCheck(planner._site, "simulation.benign", FaultKinds.Benign);
        checkedBenign.Refuse(benign.Rates);
        planner.List(checkedFaults, faults.Listed);
        planner.Draw(checkedFaults, faults.Rates, faults.Classes, faults.MeanInterval, faults.MinimumGap);
        planner.List(checkedBenign, benign.Listed);
        planner.Draw(checkedBenign, benign.Rates, benign.Classes, benign.MeanInterval, benign.MinimumGap);
        return new FaultPlan(planner._instances);
    }

    private static string[] Fitting(IReadOnlyList<FaultKind> kinds, SimulationConfig config)
    {
        var site = new FaultSite(config, new ClusterLayout(config.Room), Parallel: null);
        return [.. kinds.Where(site.Allows).Select(kind => kind.Name)];
    }

    private void List(PlanCheck check, IReadOnlyList<FaultConfig> listed)
    {
        for (var i = 0; i < listed.Count; i++)
        {
            var (kind, entity) = check.Listed(listed[i], i);
            var seeds = _seeds.Child($"{check.Section}.listed[{i}]");
            var random = new NoiseStream(seeds.Value);
            // All three are always drawn, so that giving one leaves the others as they are.
            var (drawnEntity, seconds) = (EntityOf(kind, isHazardous: false, ref random), SecondsOf(kind, ref random));
            var severity = listed[i].Severity ?? SeverityOf(kind, ref random);
            Add(kind, entity ?? drawnEntity, listed[i].At.TotalSeconds, listed[i].Duration?.TotalSeconds ?? seconds, severity, seeds);
        }
    }

    private void Draw(PlanCheck check, FaultRates rates, IReadOnlyList<string> classes, TimeSpan meanInterval, TimeSpan gap)
    {
        var kinds = check.Classes(classes);
        if (rates == FaultRates.None || kinds.Count == 0)
            return;
        double WeightOf(FaultKind kind) => rates == FaultRates.Published ? FaultRatesTable.Published[kind.Name] : 1;
        var total = kinds.Sum(WeightOf);
        var seeds = _seeds.Child($"{check.Section}.drawn");
        var random = new NoiseStream(seeds.Value);
        FaultKind? last = null;
        for (var (at, i) = (random.NextExponential(meanInterval.TotalSeconds), 0); at < _site.Seconds; i++)
        {
            var left = random.NextUniform() * total;
            var kind = last ?? kinds.FirstOrDefault(kind => (left -= WeightOf(kind)) < 0) ?? kinds[^1];
            var entity = EntityOf(kind, rates == FaultRates.Published, ref random);
            var seconds = SecondsOf(kind, ref random);
            Add(kind, entity, at, seconds, SeverityOf(kind, ref random), seeds.Child($"{i}"));
            var (wait, isSameClass) = FaultArrivals.Next(rates, meanInterval, ref random);
            last = isSameClass ? kind : null;
            at = gap > TimeSpan.Zero ? Math.Max(at + wait, at + seconds + gap.TotalSeconds) : at + wait;
        }
    }

    private void Add(FaultKind kind, int entity, double onset, double seconds, double severity, Seeds seeds) => _instances.Add(
        kind.Create(new Occurrence(kind, _instances.Count, entity, onset, seconds, severity, seeds.Child("instance").Value, _site)));

    // Only what the job uses is drawn, so that there is something to see.
    private int EntityOf(FaultKind kind, bool isHazardous, ref NoiseStream random)
    {
        var (first, second) = (random.NextUniform(), random.NextUniform());
        var node = isHazardous ? _offenders.Draw(first) : (int)(first * _site.UsedNodes);
        if (kind.IsAtLoaders)
            node %= _site.LoadingNodes;
        return kind.Target switch
        {
            FaultTarget.Node => node,
            FaultTarget.Gpu => Math.Min((node * _site.Layout.GpusPerNode) + (int)(second * _site.Layout.GpusPerNode), _site.UsedGpus - 1),
            FaultTarget.Nic => (node * _site.Layout.Rails) + (int)(second * _site.Layout.Rails),
            // Spines count where there is more than one set of hosts.
            FaultTarget.Switch => (int)(first * (_site.Layout.Pods > 1 ? _site.Layout.Switches : _site.Layout.Leaves)),
            _ => (int)(first * _site.Count(kind.Target)),
        };
    }

    private static double SecondsOf(FaultKind kind, ref NoiseStream random) =>
        Math.Max(ShortestSeconds, kind.TypicalSeconds * Math.Exp(DurationSpread * random.NextNormal()));

    private static double SeverityOf(FaultKind kind, ref NoiseStream random) =>
        kind.MinSeverity + ((kind.MaxSeverity - kind.MinSeverity) * random.NextUniform());
}
