using System.Text;
using Auscult.Telemetry.Loading.TrainingLogs;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Loading.TrainingLogs;

public sealed class TrainingTelemetryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Log => _folder.At("logs", "train.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_is_written_is_read_back()
    {
        var numbers = Gen.OneOf(
            Gen.Constant<double?>(null), ArbMap.Default.GeneratorFor<double>().Select(number => (double?)number), Gen.Constant<double?>(double.NaN));
        var samples =
            from values in numbers.ArrayOf(9)
            from step in ArbMap.Default.GeneratorFor<int>()
            from phase in Gen.Elements(Enum.GetValues<TrainingPhase>())
            select new TrainingTelemetry
            {
                Time = DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000.25 + Math.Abs((double)step)),
                Step = step,
                Phase = phase,
                StepSeconds = values[0],
                Loss = values[1],
                GradNorm = values[2],
                TokensPerSecond = values[3],
                LearningRate = values[4],
                DataWaitSeconds = values[5],
                CheckpointSeconds = values[6],
                EvaluationSeconds = values[7],
                Extra = values[8] is { } extra ? new Dictionary<string, double> { ["expert_load_cv"] = extra } : [],
            };
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(samples), sample =>
        {
            File.Delete(Log);
            using (var writer = new TrainingTelemetryWriter(Log, TimeProvider.System, rank: 3))
                writer.Write(sample);
            TrainingTelemetryFormat.TryParse(File.ReadAllBytes(Log), out var read, out _).ShouldBeTrue();
            (read with { Extra = sample.Extra }).ShouldBe(sample with { Rank = 3 });
            read.Extra.ShouldBe(sample.Extra);
        }));
    }

    [Theory]
    [InlineData("""{"time":1700000000.5,"step":3,"loss":NaN,"grad_norm":-Infinity,"note":"NaN here"}""")]
    [InlineData("""{"time":1700000000500,"step":3.0,"loss":"NaN","grad_norm":"-Infinity","nested":{"a":1}}""")]
    [InlineData("""{"time":"2023-11-14T22:13:20.5Z","rank":0,"step":3,"loss":"NaN","grad_norm":"-Infinity","phase":"unheard_of"}""")]
    [InlineData("""{"time":"2023-11-14T23:13:20.5+01:00","step":3,"loss":"NaN","grad_norm":"-Infinity","tag":null}""")]
    public void Other_programs_lines_are_understood(string line)
    {
        TrainingTelemetryFormat.TryParse(Encoding.UTF8.GetBytes(line), out var sample, out _).ShouldBeTrue();
        sample.Time.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_500));
        sample.Step.ShouldBe(3);
        sample.Loss.ShouldBe(double.NaN);
        sample.GradNorm.ShouldBe(double.NegativeInfinity);
        sample.Phase.ShouldBe(TrainingPhase.Train);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("step 3 loss 0.5", "not JSON")]
    [InlineData("[1,2]", "not a JSON object")]
    [InlineData("""{"step":3}""", "no readable 'time'")]
    [InlineData("""{"time":"yesterday"}""", "no readable 'time'")]
    [InlineData("""{"time":-5}""", "no readable 'time'")]
    [InlineData("""{"time":1700000000.5,"loss":0.""", "not JSON")]
    public void Lines_that_cannot_be_telemetry_are_refused_with_a_reason(string line, string reason)
    {
        TrainingTelemetryFormat.TryParse(Encoding.UTF8.GetBytes(line), out _, out var problem).ShouldBeFalse();
        problem.ShouldBe(reason);
    }

    [Fact]
    public void A_writer_continues_after_a_partial_line()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        File.WriteAllText(Log, "{\"time\":17000");
        using (var writer = new TrainingTelemetryWriter(Log, TimeProvider.System))
            writer.Write(new TrainingTelemetry { Step = 1 });
        var lines = File.ReadAllLines(Log);
        lines.Length.ShouldBe(2);
        TrainingTelemetryFormat.TryParse(Encoding.UTF8.GetBytes(lines[1]), out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void A_phase_has_a_beginning_and_an_end_with_its_duration()
    {
        using (var writer = new TrainingTelemetryWriter(Log, TimeProvider.System))
        {
            using (writer.Enter(TrainingPhase.Checkpoint, 7))
                writer.ShouldNotBeNull();
        }
        var lines = File.ReadAllLines(Log).Select(line =>
        {
            TrainingTelemetryFormat.TryParse(Encoding.UTF8.GetBytes(line), out var sample, out _).ShouldBeTrue();
            return sample;
        }).ToArray();
        lines.Select(line => line.Phase).ShouldBe([TrainingPhase.Checkpoint, TrainingPhase.Checkpoint]);
        lines[0].CheckpointSeconds.ShouldBeNull();
        lines[1].CheckpointSeconds!.Value.ShouldBeGreaterThanOrEqualTo(0);
        lines[1].Step.ShouldBe(7);
    }
}
