using Auscult.Learning.Training;

namespace Auscult.Learning.Tests.Training;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void It_warms_up_linearly_and_falls_as_a_cosine_to_its_share()
    {
        var schedule = new LearningRateSchedule(
            new TrainingConfig { LearningRate = 1, WarmupSteps = 10, MaxSteps = 110, FinalLearningRateRatio = 0.1 });

        schedule.At(0).ShouldBe(0.1, 1e-12);
        schedule.At(9).ShouldBe(1, 1e-12);
        schedule.At(10).ShouldBe(1, 1e-12);
        schedule.At(60).ShouldBe(0.55, 1e-12);
        schedule.At(110).ShouldBe(0.1, 1e-12);
        schedule.At(100_000).ShouldBe(0.1, 1e-12);
    }

    [Fact]
    public void Restarts_begin_the_cosine_anew()
    {
        var schedule = new LearningRateSchedule(
            new TrainingConfig { LearningRate = 1, WarmupSteps = 10, RestartSteps = 50, FinalLearningRateRatio = 0.1 });

        schedule.At(35).ShouldBe(0.55, 1e-12);
        schedule.At(59).ShouldBeLessThan(0.11);
        schedule.At(60).ShouldBe(1, 1e-12);
        schedule.At(1085).ShouldBe(0.55, 1e-12);
    }
}
