using Auscult.Foundation;
using Auscult.Learning.Sites;
using Auscult.Learning.Training;
using Auscult.Notebook.Views;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;
using Auscult.Tracking;

namespace Auscult.Notebook.Tests.Views;

public sealed class ViewsTests
{
    [Fact]
    public void The_repository_s_dataset_can_be_looked_at()
    {
        var dataset = Dataset.Open(Path.Combine(Repository.Root, "data", "tiny"));
        using var frame = FrameBuilder.Build(dataset, new FusionConfig());
        var plot = SignalViews.OverTime(dataset, frame, "small-often", "step_seconds").ToMarkup();
        plot.ShouldContain("step_seconds of node0, small-often");
        // A band per fault of the recording, each with its class as its title.
        Count(plot, "<title>").ShouldBe(dataset.Incidents.Count(i => !i.IsBenign && i.Recording == "small-often"));
        Should.Throw<ArgumentException>(() => SignalViews.OverTime(dataset, frame, "small-often", "no_such_signal"));
        var coverage = SignalViews.Coverage(frame);
        coverage.ToPlainText().ShouldContain("3 columns");
        // A checkpoint is written now and then.
        coverage.ToMarkup().ShouldContain("checkpoint_seconds (model)");
        coverage.ToMarkup().ShouldNotContain("load1");

        var shifts = IncidentShifts.Of(dataset, frame);
        shifts.Select(s => s.IsBenign).ShouldBe(shifts.Select(s => s.IsBenign).Order());
        // Workers that burn processor time make others wait for the processor.
        var cpu = shifts.Single(s => s.Class == "cpu_contention");
        cpu.Count.ShouldBe(9);
        cpu.Shifts[frame.Schema.SignalIndexOf("pressure_cpu_some_seconds_total")].ShouldBeGreaterThan(1);
        IncidentShifts.Map(shifts, frame, 12).ToMarkup().ShouldContain("cpu_contention");
    }

    [Fact]
    public void The_culprit_of_a_simulated_fault_is_one_of_the_first_two_rows_of_the_spread_map()
    {
        var dataset = Simulator.ToMemory(
            new SimulationConfig
            {
                Duration = TimeSpan.FromMinutes(11),
                Room = new MachineRoomConfig { Nodes = 3, GpusPerNode = 4, Rails = 4 },
                Training = new TrainingJobConfig
                {
                    TensorParallel = 4, ComputeTime = TimeSpan.FromSeconds(4), CheckpointSteps = 25,
                    Model = new ModelConfig { Parameters = 1.3e9, Layers = 24, HiddenSize = 2048, SequenceLength = 4096 },
                },
                Faults = new FaultPlanConfig
                {
                    Listed =
                    [
                        new FaultConfig
                        {
                            Class = "thermal_throttle", Entity = "node0001/gpu2", At = TimeSpan.FromMinutes(8),
                            Duration = TimeSpan.FromMinutes(2), Severity = 0.8,
                        },
                    ],
                },
            },
            seed: 1);
        var fault = dataset.Incidents.Single(i => !i.IsBenign);
        using var site = Site.Open(dataset, dataset.Manifest.Recordings[0].Name, new SiteConfig());
        var shifts = SiteShifts.Trailing(site, SignalScales.Fit([site]), new SiteConfig());
        var markup = SpreadMap.Of(shifts, fault.Onset, fault.End, count: 2).ToMarkup();
        markup.ShouldContain("node0001/gpu2");
        Should.Throw<ArgumentException>(() => SpreadMap.Of(shifts, fault.End.AddDays(1), fault.End.AddDays(2)));
    }

    [Fact]
    public void Two_directions_of_a_plane_are_found_in_many_dimensions()
    {
        // Points of a plane in five dimensions: their distances survive.
        var points = Enumerable.Range(0, 20).Select(i => (X: Math.Cos(i), Y: 2 * Math.Sin(i * 1.7))).ToArray();
        var vectors = points.Select(p => new[] { (float)p.X, (float)p.Y, (float)(p.X + p.Y), 3f, (float)(p.X - p.Y) }).ToArray();
        var map = EmbeddingMap.Of(vectors);
        (map.Shares.X + map.Shares.Y).ShouldBe(1, 1e-6);
        map.Shares.X.ShouldBeGreaterThan(map.Shares.Y);
        for (var i = 1; i < vectors.Length; i++)
        {
            var far = Math.Sqrt(vectors[i].Zip(vectors[0], (a, b) => (double)(a - b) * (a - b)).Sum());
            var (dx, dy) = (map.Points[i].X - map.Points[0].X, map.Points[i].Y - map.Points[0].Y);
            Math.Sqrt((dx * dx) + (dy * dy)).ShouldBe(far, 1e-4);
        }
        Should.Throw<ArgumentException>(() => EmbeddingMap.Of([[1f, 2f]]));
    }

    [Fact]
    public void A_training_moves_its_bar_and_draws_its_loss()
    {
        var shown = new List<string>();
        var view = new TrainingView(3).OnChange(bar => shown.Add(bar.ToString()!));
        for (var step = 1; step <= 3; step++)
            view.OnStep(new StepReport(step, 1.0 / step, 1, 1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.Zero, 1, 1));
        view.OnValidation(new ValidationReport(3, 0.5, true));
        shown[0].ShouldContain("1 of 3 steps");
        shown[^1].ShouldContain("3 of 3 steps");
        shown[^1].ShouldContain("loss 0.333");
        view.Loss().ToPlainText().ShouldContain("training 3 points, validation 1 points");
    }

    [Fact]
    public void Runs_are_read_back_as_they_were_tracked()
    {
        var root = Directory.CreateTempSubdirectory("runs").FullName;
        try
        {
            var store = FileStore.Open(Path.Combine(root, "store"), TimeProvider.System);
            foreach (var rate in new[] { "0.1", "0.2" })
            {
                using var run = store.StartRun(new RunStart { Experiment = "e", RunName = $"rate {rate}" });
                run.LogParam("rate", rate);
                run.LogParam("same", "1");
                run.LogMetric("train/loss", 2.5, 1);
                run.LogMetric("train/loss", double.NaN, 2);
                run.LogMetric("train/loss", -1.5, 3);
                run.Finish(RunStatus.Finished);
            }
            var runs = StoredRun.ReadAll(Path.Combine(root, "store"));
            runs.Select(r => r.Name).ShouldBe(["rate 0.1", "rate 0.2"]);
            StoredRun.Differing(runs).ShouldBe(["rate"]);
            runs[0].Metrics["train/loss"].Select(m => m.Step).ShouldBe([1L, 2, 3]);
            (runs[0].Last("train/loss"), runs[0].Last("none")).ShouldBe((-1.5, double.NaN));
            Should.Throw<InputException>(() => StoredRun.ReadAll(Path.Combine(root, "no"))).Message.ShouldContain("no such folder");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
