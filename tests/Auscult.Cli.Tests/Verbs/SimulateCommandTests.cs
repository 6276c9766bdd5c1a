using System.Text.Json;
using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Cli.Tests.Hosting;
using Auscult.Simulation.Configuration;

namespace Auscult.Cli.Tests.Verbs;

public sealed class SimulateCommandTests : IDisposable
{
    private static readonly string Configs = Path.Combine(Repository.Root, "configs");
    private static readonly string[] Short = ["preset=training", "simulation.duration_seconds=60", "~simulation.faults", "simulation.room.nodes=2"];
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Presets => [.. ConfigFolder.Groups(Configs)["simulation"]];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_simulation_is_a_dataset_folder_and_its_figures_come_as_JSON()
    {
        var (exitCode, output, error) = Run([.. Short, "--out", Set, "--json", "-"]);
        exitCode.ShouldBe(0, error);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("node_seconds").GetDouble().ShouldBe(120);
        json.RootElement.GetProperty("samples").GetInt64().ShouldBeGreaterThan(0);
        json.RootElement.GetProperty("fingerprint").GetString()!.Length.ShouldBe(64);
        error.ShouldContain("100% (120/120)");
        Auscult.Telemetry.Storage.Dataset.Open(Set).Fingerprint.ShouldBe(json.RootElement.GetProperty("fingerprint").GetString());
    }

    [Fact]
    public void Another_fingerprint_than_the_expected_one_does_not_pass_the_check()
    {
        var expected = new string('0', 64);
        var (exitCode, output, error) = Run([.. Short, $"simulation.fingerprint='{expected}'", "--check", "--out", Set]);
        exitCode.ShouldBe(ExitCode.QualityGate);
        var measured = Auscult.Telemetry.Storage.Dataset.Open(Set).Fingerprint;
        error.ShouldContain($"the fingerprint is {measured}, expected was {expected}");
        output.ShouldContain(measured);
        Run([.. Short, $"simulation.fingerprint='{measured}'", "--check", "--out", Set, "--overwrite"]).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void What_cannot_be_is_refused_with_its_key_and_nothing_is_written()
    {
        Refused("simulation.training.pipeline_parallel", "preset=training", "simulation.training.pipeline_parallel=3", "--out", Set);
        Refused("give --out DIR", "preset=training");
        Refused("no fingerprint to compare with", "preset=training", "++simulation.fingerprint=null", "--check", "--out", Set);
        Refused("simulation.benchmark", "preset=bench-tiny", "simulation.benchmark.splits.test.rooms=[nowhere]", "--out", Set);
    }

    [Fact]
    public void Presets_are_listed_with_their_first_line()
    {
        var (exitCode, output, _) = Run("--list");
        exitCode.ShouldBe(0);
        foreach (var preset in ConfigFolder.Groups(Configs)["simulation"])
            output.ShouldMatch($@"(?m)^{preset} +\w");
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Every_preset_can_be_set_up(string preset)
    {
        var resolved = new ConfigComposer(Configs, _ => null).Compose([$"simulation={preset}"]);
        Simulation.Running.Simulator.NodeSecondsOf(resolved.Bind<SimulationConfig>("simulation"), resolved.Seed).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("bench-tiny")]
    public void Test_members_of_a_benchmark_have_rooms_jobs_exporters_and_noise_of_their_own(string preset)
    {
        var benchmark = new ConfigComposer(Configs, _ => null).Compose([$"simulation={preset}"]).Bind<SimulationConfig>("simulation").Benchmark!;
        var (train, validation, test) = (benchmark.Splits["train"], benchmark.Splits["validation"], benchmark.Splits["test"]);
        foreach (var known in new[] { train, validation })
        {
            test.Rooms.Intersect(known.Rooms).ShouldBeEmpty();
            test.Jobs.Intersect(known.Jobs).ShouldBeEmpty();
            test.Exporters.Intersect(known.Exporters).ShouldBeEmpty();
            test.Noise.Intersect(known.Noise).ShouldBeEmpty();
        }
        validation.Rooms.Intersect(train.Rooms).ShouldBeEmpty();
        validation.Classes.Except(train.Classes).ShouldBeEmpty();
        test.Classes.Except(train.Classes).Order().ShouldBe(["pcie_downgrade", "silent_data_corruption"]);
    }

    private string Set => Path.Combine(_folder.Path, "set");

    private void Refused(string message, params string[] arguments)
    {
        var (exitCode, _, error) = Run(arguments);
        exitCode.ShouldBe(ExitCode.Usage);
        error.ShouldContain(message);
        Directory.Exists(Set).ShouldBeFalse();
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var test = new TestServices();
        var services = test.Create();
        var exitCode = CommandLine.Run(Program.CreateRoot(services), ["simulate", .. arguments, "--config-dir", Configs], services);
        return (exitCode, test.Output.ToString(), test.Error.ToString());
    }
}
