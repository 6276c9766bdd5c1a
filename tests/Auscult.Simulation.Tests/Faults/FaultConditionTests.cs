using Auscult.Simulation.Configuration;
using Auscult.Simulation.Faults;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Simulation.Tests.Faults;

/// <summary>What each class writes into the conditions: the right entity, the right direction, the right time, and nothing else.</summary>
public sealed class FaultConditionTests
{
    private const int Duration = 600;

    private static readonly SimulationConfig Room = new()
    {
        Duration = TimeSpan.FromSeconds(Duration),
        Room = new MachineRoomConfig { Nodes = 4, NodesPerLeaf = 2 },
        Training = new TrainingJobConfig { TensorParallel = 4, PipelineParallel = 2, ExpertParallel = 2, Experts = 8 },
    };

    /// <summary>Class, the planes that move at its root, and whether they rise.</summary>
    public static TheoryData<string, string, bool> Expectations => new()
    {
        { "hbm_ecc", "Gpu.CorrectedErrors", true },
        { "hbm_ecc", "Gpu.RemappedRows", true },
        { "hbm_ecc", "Gpu.Xid", true },
        { "off_bus", "Gpu.Present", false },
        { "off_bus", "Gpu.Xid", true },
        { "driver_hang", "Gpu.Responding", false },
        { "driver_hang", "Gpu.Xid", true },
        { "thermal_throttle", "Gpu.Cooling", true },
        { "power_throttle", "Gpu.PowerLimit", false },
        { "silent_data_corruption", "Gpu.Corruption", true },
        { "cpu_contention", "Node.Contention", true },
        { "cpu_contention", "Node.LaunchDelay", true },
        { "nvlink_errors", "Gpu.NvlinkErrors", true },
        { "nvlink_errors", "Gpu.NvlinkQuality", false },
        { "pcie_downgrade", "Gpu.PcieQuality", false },
        { "nic_down", "Nic.LinkUp", false },
        { "nic_down", "Nic.LinkDowns", true },
        { "nic_flap", "Nic.LinkUp", false },
        { "nic_flap", "Nic.LinkDowns", true },
        { "nic_flap", "Nic.Recoveries", true },
        { "dirty_optic", "Nic.SymbolErrors", true },
        { "dirty_optic", "Nic.Recoveries", true },
        { "dirty_optic", "Nic.Quality", false },
        { "congestion", "Nic.Congestion", true },
        { "switch_fault", "Switch.Quality", false },
        { "switch_fault", "Switch.Errors", true },
        { "storage_saturation", "Storage.Quality", false },
        { "data_loader_stall", "Node.LoaderQuality", false },
        { "data_loader_stall", "Node.LoaderMemory", true },
        { "expert_hotspot", "Expert.Skew", true },
        { "planned_reboot", "Node.Up", false },
        { "long_sequences", "Job.SequenceSkew", true },
        { "learning_rate_change", "Job.LearningRate", false },
        { "room_warm_day", "Node.AmbientRise", true },
        { "neighbour_traffic", "Storage.ForeignLoad", true },
        { "scrape_gap", "Node.Reachable", false },
        { "exporter_upgrade", "Node.ExporterVersion", true },
    };

    public static TheoryData<string> Classes => [.. Expectations.Select(row => (string)row[0]).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Expectations))]
    public void The_named_planes_move_at_the_root_and_in_the_named_direction(string name, string plane, bool rises) =>
        Prop.ForAll(Faults(name).ToArbitrary(), fault =>
        {
            var record = ConditionRecord.Of(With(fault));
            var instance = record.Plan.Instances.ShouldHaveSingleItem();
            instance.Kind.Name.ShouldBe(name);
            var moved = record.Of(plane, record.Entities(plane) == 1 ? 0 : instance.Entity).ToArray()
                .Where(value => !value.Equals(record.Neutral(plane))).ToArray();
            moved.ShouldNotBeEmpty();
            moved.ShouldAllBe(value => rises ? value > record.Neutral(plane) : value < record.Neutral(plane));
        }).Check(Drawn.Times(6));

    [Theory]
    [MemberData(nameof(Classes))]
    public void Nothing_moves_before_the_first_sign_or_after_the_end(string name) =>
        Prop.ForAll(Faults(name).ToArbitrary(), fault =>
        {
            var record = ConditionRecord.Of(With(fault));
            var instance = record.Plan.Instances[0];
            var (first, last) = record.Touched(plane => !plane.StartsWith("Causes", StringComparison.Ordinal));
            first.ShouldBeGreaterThanOrEqualTo((int)Math.Floor(instance.PrecursorStart ?? instance.Onset));
            if (!double.IsPositiveInfinity(instance.Gone))
                last.ShouldBeLessThanOrEqualTo(Math.Min(Duration - 1, (int)Math.Ceiling(instance.End) + 1));
            var blamed = record.Touched(plane => plane.StartsWith("Causes", StringComparison.Ordinal)).First;
            blamed.ShouldBeGreaterThanOrEqualTo((int)instance.Onset);
        }).Check(Drawn.Times(6));

    [Theory]
    [MemberData(nameof(Classes))]
    public void Blocks_may_have_any_length(string name)
    {
        var config = With(Listed(name, 100.5, 200.25, 0.7));
        var (one, other) = (ConditionRecord.Of(config), ConditionRecord.Of(config, blockTicks: 7));
        foreach (var plane in one.Names)
            other.All(plane).AsSpan().SequenceEqual(one.All(plane)).ShouldBeTrue(plane);
    }

    [Fact]
    public void Faults_that_overlap_multiply_their_factors_and_add_their_rates()
    {
        var first = Listed("dirty_optic", 100, 300, 0.5, "node0001/nic3");
        var second = Listed("dirty_optic", 200, 300, 0.4, "node0001/nic3");
        var both = ConditionRecord.Of(With(first, second));
        var alone = ConditionRecord.Of(With(first));
        const int Nic = 11;
        both.Of("Nic.Quality", Nic)[150].ShouldBe(0.5f, 1e-6);
        both.Of("Nic.Quality", Nic)[250].ShouldBe(0.5f * 0.6f, 1e-6);
        both.Of("Nic.Quality", Nic)[450].ShouldBe(0.6f, 1e-6);
        both.Of("Nic.SymbolErrors", Nic)[250].ShouldBeGreaterThan(alone.Of("Nic.SymbolErrors", Nic)[250]);
        both.Of("Causes.Nic", Nic)[250].ShouldBe(0);
        both.Of("Causes.Nic", Nic)[450].ShouldBe(1);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void A_switch_fault_hits_every_interface_of_its_leaf_and_rail_in_the_same_tick(double severity)
    {
        var record = ConditionRecord.Of(With(Listed("switch_fault", 100, 200, severity, "leaf1-2")));
        for (var nic = 0; nic < record.Entities("Nic.Quality"); nic++)
        {
            var hit = record.Of("Nic.Quality", nic).IndexOfAnyExcept(1f);
            hit.ShouldBe(nic is 18 or 26 ? 100 : -1);
        }
    }

    [Fact]
    public void A_class_that_ends_processes_says_which_one_when_and_until_when()
    {
        var stops = new[] { "hbm_ecc", "off_bus", "driver_hang", "nic_down" }.Select(name => With(Listed(name, 100, 200, 1)))
            .Select(config => ConditionRecord.Of(config).Plan.Interruptions.ShouldHaveSingleItem()).ToArray();
        stops.ShouldAllBe(stop => stop.Second >= 100 && stop.Second <= 101 && stop.RepairedAt.Equals(300.0) && stop.NodeLost);
        stops.Select(stop => stop.IsHang).ShouldBe([false, false, true, true]);
        ConditionRecord.Of(With(Listed("hbm_ecc", 100, 200, 0.4))).Plan.Interruptions.ShouldBeEmpty();
        var reboot = ConditionRecord.Of(With(Listed("planned_reboot", 100, 200, 0.4)));
        reboot.Plan.Interruptions.ShouldHaveSingleItem().IsPlanned.ShouldBeTrue();
    }

    private static Gen<FaultConfig> Faults(string name) =>
        from at in Gen.Choose(61, 300)
        from seconds in Gen.Choose(100, 250)
        from severity in Gen.Choose(30, 100)
        select Listed(name, at + 0.5, seconds, severity / 100.0);

    private static FaultConfig Listed(string name, double at, double seconds, double severity, string? entity = null) => new()
    {
        Class = name,
        At = TimeSpan.FromSeconds(at),
        Duration = TimeSpan.FromSeconds(seconds),
        Severity = severity,
        Entity = entity,
    };

    private static SimulationConfig With(params FaultConfig[] listed)
    {
        bool IsBenign(FaultConfig fault) => FaultKinds.Benign.Any(kind => string.Equals(kind.Name, fault.Class, StringComparison.Ordinal));
        return Room with
        {
            Faults = new FaultPlanConfig { Listed = [.. listed.Where(fault => !IsBenign(fault))] },
            Benign = new BenignPlanConfig { Listed = [.. listed.Where(IsBenign)] },
        };
    }
}
