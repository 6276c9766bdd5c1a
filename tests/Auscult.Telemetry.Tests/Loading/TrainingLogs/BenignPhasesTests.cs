using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.TrainingLogs;

namespace Auscult.Telemetry.Tests.Loading.TrainingLogs;

public sealed class BenignPhasesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly BenignPhases _phases = new("node0/rank0", "r");
    private readonly List<Incident> _labels = [];

    [Fact]
    public void Phases_are_labelled_from_their_first_line_to_the_line_that_ends_them()
    {
        Take(0, TrainingPhase.Train);
        Take(1, TrainingPhase.Evaluation);
        Take(4, TrainingPhase.Evaluation, evaluation: 3);
        Take(5, TrainingPhase.Train);
        Take(6, TrainingPhase.Checkpoint);
        Take(8, TrainingPhase.Train);
        Take(9, TrainingPhase.Checkpoint);
        _labels.AddRange(_phases.Finish(Start.AddSeconds(10)));

        Described().ShouldBe(["evaluation 1-4", "checkpoint 6-8", "checkpoint 9-10"]);
        _labels.ShouldAllBe(label => label.IsBenign && label.Layer == Layer.Model && label.RootEntity == "node0/rank0" && label.Recording == "r");
        _labels.Select(label => label.Id).ShouldBeUnique();
    }

    [Fact]
    public void Two_phases_in_a_row_are_two_labels()
    {
        Take(1, TrainingPhase.Evaluation);
        Take(2, TrainingPhase.Checkpoint);
        Take(3, TrainingPhase.Checkpoint, checkpoint: 1);
        Take(4, TrainingPhase.Checkpoint);
        Take(5, TrainingPhase.Checkpoint, checkpoint: 1);
        Described().ShouldBe(["evaluation 1-2", "checkpoint 2-3", "checkpoint 4-5"]);
    }

    [Fact]
    public void A_jump_of_the_learning_rate_is_labelled_and_a_schedule_at_work_is_not()
    {
        for (var second = 0; second < 20; second++)
            Take(second, TrainingPhase.Train, rate: 1e-3 * Math.Pow(0.99, second));
        Take(20, TrainingPhase.Train, rate: 1e-2);
        Take(21, TrainingPhase.Train, rate: 2e-2);
        for (var second = 22; second < 40; second++)
            Take(second, TrainingPhase.Train, rate: 2e-2);
        Described().ShouldBe(["learning_rate_change 20-26"]);
    }

    private void Take(
        double second, TrainingPhase phase, double? checkpoint = null, double? evaluation = null, double? rate = null) =>
        _labels.AddRange(_phases.Take(new TrainingTelemetry
        {
            Time = Start.AddSeconds(second),
            Phase = phase,
            CheckpointSeconds = checkpoint,
            EvaluationSeconds = evaluation,
            LearningRate = rate,
        }));

    private IEnumerable<string> Described() => _labels.Select(label =>
        $"{label.FaultClass} {(label.Onset - Start).TotalSeconds}-{(label.End - Start).TotalSeconds}");
}
