using Auscult.Simulation.Configuration;
using Auscult.Simulation.Faults;
using Auscult.Simulation.Room;

namespace Auscult.Simulation.Tests.Faults;

/// <summary>A small training, with and without faults, and what must hold between the two.</summary>
internal static class FaultScene
{
    public const double Seconds = 900;

    public static readonly SimulationConfig Config = new()
    {
        Duration = TimeSpan.FromSeconds(Seconds),
        Room = new MachineRoomConfig { Nodes = 4, GpusPerNode = 2, Rails = 2, NodesPerLeaf = 2, StorageBytesPerSecond = 60e9 },
        Training = new TrainingJobConfig
        {
            TensorParallel = 2,
            ExpertParallel = 2,
            Experts = 8,
            ComputeTime = TimeSpan.FromSeconds(2),
            CheckpointSteps = 12,
            EvaluationSteps = 0,
            HangTimeout = TimeSpan.FromSeconds(50),
            RestartTime = TimeSpan.FromSeconds(30),
            ColdImageTime = TimeSpan.FromSeconds(20),
        },
        Exporters = new ExporterConfig { Profile = ExporterProfile.Ideal },
    };

    public static readonly Lazy<Telemetry> Healthy = new(() => new Telemetry(Config));

    /// <summary>Where a class of faults can start; of switches the leaves.</summary>
    public static IReadOnlyList<string> EntitiesFor(string name)
    {
        var site = new FaultSite(Config, new ClusterLayout(Config.Room), ParallelLayout.Of(Config.Training!, Config.Room));
        var target = FaultKinds.Faults.Single(kind => string.Equals(kind.Name, name, StringComparison.Ordinal)).Target;
        var count = target == FaultTarget.Switch ? site.Layout.Leaves : site.Count(target);
        return [.. Enumerable.Range(0, count).Select(i => site.IdOf(target, i))];
    }

    /// <summary>The telemetry with faults or benign events.</summary>
    public static Telemetry With(params FaultConfig[] listed)
    {
        bool IsBenign(FaultConfig fault) => FaultKinds.Benign.Any(kind => string.Equals(kind.Name, fault.Class, StringComparison.Ordinal));
        return new Telemetry(Config with
        {
            Faults = new FaultPlanConfig { Listed = [.. listed.Where(fault => !IsBenign(fault))] },
            Benign = new BenignPlanConfig { Listed = [.. listed.Where(IsBenign)] },
        });
    }

    /// <summary>Checks that a fault's signals move at its root, before anybody else's, and come back.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="moves">Signals with + for up, - for down, = for frozen, ! for gone; an entity and colon first: not the root's.</param>
    public static void Check(FaultConfig fault, string[] moves)
    {
        var (healthy, sick) = (Healthy.Value, With(fault));
        var label = sick.Dataset.Incidents.Single(incident => !incident.IsBenign);
        (label.FaultClass, label.Severity).ShouldBe((fault.Class, fault.Severity));
        var (onset, end) = (fault.At.TotalSeconds, (fault.At + fault.Duration!.Value).TotalSeconds);
        var first = label.PrecursorStart is { } precursor ? sick.Second(precursor) : onset;

        // Nothing differs anywhere before the first sign.
        double Difference(string entity, string signal) => sick.Of(entity, signal).FirstDifference(healthy.Of(entity, signal));
        var differences = sick.Keys.ToDictionary(key => key, key => Difference(key.Entity, key.Signal));
        differences.Values.Min().ShouldBeGreaterThanOrEqualTo(first);

        // The named signals move in the named direction.
        var atRoot = double.PositiveInfinity;
        foreach (var (entity, signal, move) in moves.Select(move => Parse(move, label.RootEntity)))
        {
            var (with, without) = (sick.Of(entity, signal), healthy.Of(entity, signal));
            without.Values.ShouldNotBeEmpty(signal);
            Moved(move, with.Between(onset, end), without.Between(onset, end), signal);
            atRoot = Math.Min(atRoot, differences[(entity, signal)]);
        }

        // Nobody else shows anything sooner, but for the second by which a counter, read at the start of a tick, lags a gauge of the tick.
        foreach (var victim in label.Victims)
        {
            differences.Where(difference => Belongs(difference.Key.Entity, victim)).Min(difference => difference.Value)
                .ShouldBeGreaterThanOrEqualTo(atRoot - 1, victim);
        }

        // It comes back.
        var back = Math.Max(end, sick.Second(label.End));
        back.ShouldBeLessThan(Seconds - 150);
        foreach (var (entity, signal, _) in moves.Select(move => Parse(move, label.RootEntity)))
            Returned(signal, sick.Of(entity, signal), healthy.Of(entity, signal), onset, end);
    }

    private static bool Belongs(string entity, string victim) =>
        string.Equals(entity, victim, StringComparison.Ordinal) || entity.StartsWith($"{victim}/", StringComparison.Ordinal);

    private static (string Entity, string Signal, char Move) Parse(string move, string root)
    {
        var parts = move[..^1].Split(':');
        return parts.Length > 1 ? (parts[0], parts[1], move[^1]) : (root, parts[0], move[^1]);
    }

    public static void Moved(char move, double[] with, double[] without, string signal)
    {
        if (move == '!')
        {
            with.ShouldBeEmpty(signal);
            return;
        }
        with.ShouldNotBeEmpty(signal);
        var (now, before) = (Level(signal, with), Level(signal, without));
        switch (move)
        {
            case '=':
                with.Distinct().Count().ShouldBe(1, signal);
                break;
            case '+':
                now.ShouldBeGreaterThan(before * 1.02, signal);
                break;
            default:
                now.ShouldBeLessThan(before * 0.98, signal);
                break;
        }
    }

    // What is left of the move in the last minutes: less than a third of it, or less than healthy training varies.
    private static void Returned(string signal, Series with, Series without, double onset, double end)
    {
        if (signal is "gpu_xid_state")
            return;
        double At(Series series, double from, double until) => Level(signal, series.Between(from, until));
        var (after, healthy) = (At(with, Seconds - 140, Seconds), At(without, Seconds - 140, Seconds));
        var moved = with.Between(onset, end).Length > 0 ? Math.Abs(At(with, onset, end) - At(without, onset, end)) : 0;
        var varies = Math.Abs(healthy - At(without, onset, end));
        after.ShouldBe(healthy, Math.Max(moved / 3, (2 * varies) + (0.05 * Math.Abs(healthy)) + 1e-9), signal);
    }

    // Of a counter the rate, of a gauge the mean.
    private static double Level(string signal, double[] values)
    {
        values.ShouldNotBeEmpty(signal);
        return signal.EndsWith("_total", StringComparison.Ordinal) ? (values[^1] - values[0]) / values.Length : values.Average();
    }
}
