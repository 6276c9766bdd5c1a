using Auscult.Foundation;
using Auscult.Simulation.Benchmark;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Tests.Benchmark;

public sealed class SuiteTests
{
    private static readonly BenchmarkSplitConfig Split = new()
    {
        Members = 2,
        Recording = TimeSpan.FromMinutes(5),
        Rooms = ["small"],
        Accelerators = ["plain"],
        Jobs = ["dense"],
        Exporters = ["plain"],
        Classes = ["thermal_throttle"],
        FaultsPerMember = 1,
        MaxFault = TimeSpan.FromSeconds(90),
    };

    private static readonly BenchmarkConfig Pools = new()
    {
        Rooms = new Dictionary<string, MachineRoomConfig> { ["small"] = new() { Nodes = 2, GpusPerNode = 2, Rails = 2 }, ["wide"] = new() { Nodes = 3, GpusPerNode = 4, Rails = 1 } },
        Accelerators = new Dictionary<string, AcceleratorConfig> { ["plain"] = new(), ["hungry"] = new() { PowerLimitWatts = 1000 } },
        Jobs = new Dictionary<string, JobShapeConfig>
        {
            ["dense"] = new() { Training = new TrainingJobConfig { TensorParallel = 2 } },
            ["deep"] = new() { Training = new TrainingJobConfig { TensorParallel = 4, PipelineParallel = 3 } },
        },
        Exporters = new Dictionary<string, ExporterConfig> { ["plain"] = new() },
        Splits = new Dictionary<string, BenchmarkSplitConfig>
        {
            ["train"] = Split,
            ["test"] = Split with { Rooms = ["wide", "small"], Jobs = ["deep"], Accelerators = ["hungry"], Noise = [2] },
        },
    };

    private static readonly SimulationConfig Suite = new() { Name = "suite", Benchmark = Pools };

    [Fact]
    public void Members_follow_each_other_in_time_with_entities_and_labels_of_their_own()
    {
        var dataset = Simulator.ToMemory(Suite, 1);
        dataset.Manifest.Recordings.Select(recording => recording.Name).ShouldBe(["train-01", "train-02", "test-01", "test-02"]);
        dataset.Manifest.Splits["train"].ShouldBe(["train-01", "train-02"]);
        dataset.Manifest.Splits["test"].ShouldBe(["test-01", "test-02"]);
        dataset.Incidents.Count(incident => !incident.IsBenign).ShouldBe(4);
        dataset.Incidents.ShouldAllBe(incident => incident.RootEntity.StartsWith(incident.Recording + "/", StringComparison.Ordinal));
        dataset.Incidents.Select(incident => incident.Id).ShouldBeUnique();
        var table = dataset.ReadSeries(Layer.Hardware, EntityKind.Gpu);
        var byName = dataset.Manifest.Recordings.ToDictionary(recording => recording.Name);
        for (var row = 0; row < table.RowCount; row++)
        {
            var recording = byName[table.Entities[table.EntityIndex[row]].Split('/')[0]];
            table.TimesMicros[row].ShouldBeInRange(Micros.From(recording.Start), Micros.From(recording.End) - 1);
        }
    }

    [Fact]
    public void A_member_has_what_its_split_names_in_a_room_that_holds_its_job()
    {
        var members = SuiteMember.Of(Suite, 1);
        members.Where(member => member.Split == "train").ShouldAllBe(member => member.Config.Room.Nodes == 2 && member.Config.Training!.PipelineParallel == 1);
        members.Where(member => member.Split == "test").ShouldAllBe(member => member.Config.Room.Nodes == 3 && member.Config.Training!.PipelineParallel == 3);
        members.Where(member => member.Split == "test").ShouldAllBe(member => member.Config.Exporters.Noise == 2 && member.Config.Room.Accelerator.PowerLimitWatts == 1000);
    }

    [Fact]
    public void More_members_change_no_earlier_one()
    {
        var more = Suite with { Benchmark = Pools with { Splits = new Dictionary<string, BenchmarkSplitConfig> { ["train"] = Split with { Members = 3 } } } };
        var (few, many) = (SuiteMember.Of(Suite, 1), SuiteMember.Of(more, 1));
        many.Take(2).Select(member => (member.Recording, member.Seeds, member.Composition, member.Config.Start))
            .ShouldBe(few.Take(2).Select(member => (member.Recording, member.Seeds, member.Composition, member.Config.Start)));
    }

    [Fact]
    public void Everything_in_a_pool_is_drawn_equally_often()
    {
        var picker = new EvenPicker<string>(3);
        var drawn = Enumerable.Range(0, 30).Select(_ => picker.Pick(["a", "b", "c"])).ToArray();
        drawn.GroupBy(name => name).ShouldAllBe(group => group.Count() == 10);
        drawn.ShouldNotBe(Enumerable.Range(0, 30).Select(i => "abc"[i % 3].ToString()));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_same_seed_gives_the_same_folder_for_any_number_of_threads(int threads)
    {
        using var folder = new TemporaryFolder();
        var one = Simulator.ToFolder(Suite, 1, folder.At("one"));
        var other = Simulator.ToFolder(Suite, 1, folder.At("other"), threads: threads);
        other.Fingerprint.ShouldBe(one.Fingerprint);
        Simulator.ToFolder(Suite, 2, folder.At("seed")).Fingerprint.ShouldNotBe(one.Fingerprint);
    }

    [Fact]
    public void What_was_cancelled_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        using var cancelled = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => Simulator.ToFolder(
            Suite, 1, folder.At("half"), progress: at => { if (at.Recording == "train-02") cancelled.Cancel(); }, cancellation: cancelled.Token));
        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Neither_the_moment_nor_the_length_tells_the_class_nor_a_fault_from_a_benign_event()
    {
        var split = Split with
        {
            Members = 60,
            Recording = TimeSpan.FromMinutes(20),
            FaultsPerMember = 5,
            BenignPerMember = 5,
            Classes = ["thermal_throttle", "nic_flap", "congestion", "hbm_ecc"],
            BenignClasses = ["scrape_gap", "long_sequences"],
        };
        var members = SuiteMember.Of(Suite with { Benchmark = Pools with { Splits = new Dictionary<string, BenchmarkSplitConfig> { ["train"] = split } } }, 5);
        var dealt = members.SelectMany(member => member.Config.Faults.Listed.Concat(member.Config.Benign.Listed)).ToArray();
        dealt.Length.ShouldBe(600);
        TellsNothing(dealt, happened => happened.At.TotalSeconds);
        TellsNothing(dealt, happened => happened.Duration!.Value.TotalSeconds);
        dealt.ShouldAllBe(happened => happened.Entity == null && happened.Severity == null);
    }

    // The mean of every class lies within four standard errors of the mean of all.
    private static void TellsNothing(FaultConfig[] dealt, Func<FaultConfig, double> of)
    {
        var mean = dealt.Average(of);
        var deviation = Math.Sqrt(dealt.Average(happened => Math.Pow(of(happened) - mean, 2)));
        foreach (var same in dealt.GroupBy(happened => happened.Class))
            same.Average(of).ShouldBe(mean, 4 * deviation / Math.Sqrt(same.Count()), same.Key);
    }

    [Fact]
    public void A_job_that_no_room_holds_is_refused()
    {
        var split = Split with { Jobs = ["deep"] };
        var config = Suite with { Benchmark = Pools with { Splits = new Dictionary<string, BenchmarkSplitConfig> { ["train"] = split } } };
        Should.Throw<InputException>(() => SuiteMember.Of(config, 1)).Message.ShouldContain("simulation.benchmark.splits.train");
    }
}
