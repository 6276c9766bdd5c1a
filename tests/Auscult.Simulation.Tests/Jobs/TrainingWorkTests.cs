using Auscult.Foundation;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Jobs;
using Auscult.Simulation.Room;

namespace Auscult.Simulation.Tests.Jobs;

public sealed class TrainingWorkTests
{
    [Fact]
    public void Operations_and_bytes_follow_the_formulas()
    {
        var work = Work(new TrainingJobConfig { Model = new ModelConfig { LastStageExtra = 0 } });
        work.TokensPerStep.ShouldBe(4L * 16 * 8192);
        work.FlopsPerStep.ShouldBe(524_288 * ((6 * 7e9) + (6.0 * 32 * 4096 * 8192)), 1e9);
        (work.ComputeSeconds(0) * 16).ShouldBe(work.FlopsPerStep / (32 * 989e12 * 0.6), 1e-9);
        work.TensorBytes.ShouldBe(32 * 4 * (2 * 7 / 8.0) * 8192 * 4096 * 2, 1);
        work.GradientExchangeBytes.ShouldBe(4 * (2 * 3 / 4.0) * 7e9 / 8, 1);
        work.SendBytes.ShouldBe(8192 * 4096 * 2 / 8.0);
        work.AllToAllBytes.ShouldBe(0);
        work.CheckpointBytes.ShouldBe(14 * 7e9);
    }

    [Fact]
    public void Experts_do_their_share_and_exchange_tokens()
    {
        var work = Work(new TrainingJobConfig
        {
            TensorParallel = 2, ExpertParallel = 4, Experts = 8, Model = new ModelConfig { ExpertShare = 0.8, MicroBatchSize = 1 },
        });
        // 1.4e9 dense and 5.6e9 / 8 x 2 active expert parameters.
        work.ExpertOperationShare.ShouldBe(0.5, 1e-9);
        work.AllToAllBytes.ShouldBe(32 * 4 * (3 / 4.0) * 2 * 8192 * 4096 * 2 / 2, 1);
        // Dense parameters over 16 replicas, experts over the 4 that hold the same ones.
        work.GradientExchangeBytes.ShouldBe(4 * ((2 * 15 / 16.0 * 1.4e9 / 2) + (2 * 3 / 4.0 * 5.6e9 / 2 / 4)), 1);
    }

    [Fact]
    public void The_last_stage_computes_more_and_the_mean_stays()
    {
        var work = Work(new TrainingJobConfig { PipelineParallel = 4, Model = new ModelConfig { LastStageExtra = 0.2 } });
        work.ComputeSeconds(3).ShouldBe(1.2 * work.ComputeSeconds(0), 1e-12);
        var even = Work(new TrainingJobConfig { PipelineParallel = 4, Model = new ModelConfig { LastStageExtra = 0 } });
        Enumerable.Range(0, 4).Sum(work.ComputeSeconds).ShouldBe(4 * even.ComputeSeconds(0), 1e-12);
    }

    [Fact]
    public void What_cannot_be_is_refused_with_its_key()
    {
        Refused(new TrainingJobConfig { ComputeTime = TimeSpan.FromSeconds(0.1) }, "compute_time_seconds");
        Refused(new TrainingJobConfig { Model = new ModelConfig { Parameters = 1e12 } }, "model.parameters");
        Refused(new TrainingJobConfig { Model = new ModelConfig { Layers = 2 }, PipelineParallel = 4 }, "model.layers");
        Refused(new TrainingJobConfig { CheckpointBytes = 1e13 }, "checkpoint_bytes");
        Refused(new TrainingJobConfig { Imbalance = new ImbalanceConfig { SequenceSkew = -0.1 } }, "imbalance.sequence_skew");
        Refused(new TrainingJobConfig { Routing = new ExpertRoutingConfig { CapacityFactor = 0.5 } }, "routing.capacity_factor");
        Refused(new TrainingJobConfig { Schedule = new ScheduleConfig { WarmUpSteps = 20, TotalSteps = 10 } }, "schedule.warm_up_steps");
    }

    private static TrainingWork Work(TrainingJobConfig job) =>
        TrainingWork.Of(job, ParallelLayout.Of(job, TrainingRun.Four), TrainingRun.Four);

    private static void Refused(TrainingJobConfig job, string key) =>
        Should.Throw<InputException>(() => Work(job)).Message.ShouldContain($"simulation.training.{key}");
}
