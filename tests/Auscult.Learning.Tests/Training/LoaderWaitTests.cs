using Auscult.Learning.Training;
using Auscult.Telemetry.Loading.TrainingLogs;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Tests.Training;

public sealed class LoaderWaitTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void Every_step_says_which_share_of_it_was_spent_waiting()
    {
        var file = _folder.File("telemetry.jsonl");
        var recorder = new Recorder();
        TrainingResult result;
        using (var writer = new TrainingTelemetryWriter(file, TimeProvider.System))
        using (var run = new TestRun(_folder.Path, observer: new CompositeObserver([recorder, new TelemetryObserver(writer)])))
            result = run.Run();

        var lines = File.ReadAllLines(file).Select(Parse).Where(line => line.Loss is not null).ToArray();
        lines.Select(line => line.Extra["loader_wait_ratio"]).ShouldBe(recorder.Steps.Select(step => step.LoaderWaitRatio), tolerance: 1e-9);
        foreach (var step in recorder.Steps)
        {
            step.LoaderWaitRatio.ShouldBeInRange(0, 1);
            step.Duration.ShouldBeLessThanOrEqualTo(step.Elapsed + TimeSpan.FromMilliseconds(1));
            step.LoaderWaitRatio.ShouldBe(step.DataWait.TotalSeconds / step.Duration.TotalSeconds, 1e-6);
        }
        var seconds = recorder.Steps.Sum(step => step.Duration.TotalSeconds);
        result.Throughput.LoaderWaitRatio.ShouldBe(recorder.Steps.Sum(step => step.DataWait.TotalSeconds) / seconds, 1e-6);
    }

    [Fact]
    public void A_slow_source_shows_in_the_ratio_and_a_fast_one_does_not()
    {
        Ratio(delay: TimeSpan.FromMilliseconds(150)).ShouldBeGreaterThan(0.5);
        Ratio(delay: TimeSpan.Zero).ShouldBeLessThan(0.5);
    }

    [Fact]
    public void A_stop_that_comes_while_the_trainer_waits_for_data_ends_in_a_checkpoint()
    {
        using var stop = new CancellationTokenSource();
        using var run = new TestRun(_folder.Path, source: inner => new DelayedSource(inner, window => { if (window > 8) stop.Cancel(); }));
        var result = run.Run(stop.Token);
        result.Interrupted.ShouldBeTrue();
        result.Checkpoint.ShouldNotBeNull();
    }

    public void Dispose() => _folder.Dispose();

    private double Ratio(TimeSpan delay)
    {
        var config = TestRun.Config with { MaxSteps = 6, EvaluationSteps = 0, CheckpointSteps = 0, PrefetchBatches = 0 };
        using var run = new TestRun(_folder.File($"{delay.TotalMilliseconds}"), config, source: inner => new DelayedSource(inner, _ => Thread.Sleep(delay)));
        return run.Run().Throughput.LoaderWaitRatio;
    }

    private static TrainingTelemetry Parse(string line)
    {
        TrainingTelemetryFormat.TryParse(System.Text.Encoding.UTF8.GetBytes(line), out var sample, out var problem).ShouldBeTrue(problem);
        return sample;
    }

    private sealed class DelayedSource(IWindowSource inner, Action<int> delay) : IWindowSource
    {
        public int Count => inner.Count;

        public int Length => inner.Length;

        public int SignalCount => inner.SignalCount;

        public int EntityOf(int window) => inner.EntityOf(window);

        public void Fill(ReadOnlySpan<int> windows, WindowBatch batch, int firstPlace)
        {
            delay(windows[0]);
            inner.Fill(windows, batch, firstPlace);
        }
    }
}
