using Auscult.Simulation.Configuration;
using Auscult.Simulation.Jobs;

namespace Auscult.Simulation.Tests.Jobs;

public sealed class StepPaceTests
{
    private const double Nic = 50e9 * TrainingWork.LinkEfficiency;
    private const double Nvlink = 450e9 * TrainingWork.LinkEfficiency;

    [Fact]
    public void A_dense_step_is_compute_all_reduce_and_what_backward_does_not_hide()
    {
        var parts = new TrainingRun(TrainingRun.Calm).Parts;
        var micro = parts.Work.ComputeSeconds(0) + (parts.Work.TensorBytes / Nvlink);
        parts.Pace.UnitSeconds.ShouldAllBe(seconds => Math.Abs(seconds - (16 * micro)) < 1e-6);
        // Every replica is a host of its own: the whole ring goes over the interfaces.
        parts.Pace.ExchangeSeconds.ShouldBe(0.4 * parts.Work.GradientExchangeBytes / Nic, 1e-6);
    }

    [Fact]
    public void A_pipeline_takes_the_sum_of_its_stages_and_further_micro_batches_of_the_slowest()
    {
        var parts = new TrainingRun(TrainingRun.Calm with { PipelineParallel = 2 }).Parts;
        var stage = parts.Work.ComputeSeconds(0) + (parts.Work.TensorBytes / Nvlink) + (parts.Work.SendBytes / Nic);
        parts.Pace.UnitSeconds[0].ShouldBe((2 * stage) + (15 * stage), 1e-6);
        parts.Capacity.Speed[parts.Parallel.RankOf(3, 1, 1)] = 0.5;
        parts.Pace.Refresh(parts.Capacity);
        var slow = stage + parts.Work.ComputeSeconds(1);
        parts.Pace.UnitSeconds[1].ShouldBe(stage + slow + (15 * slow), 1e-6);
        parts.Pace.UnitSeconds[0].ShouldBe(17 * stage, 1e-6);
        parts.Pace.Bottleneck[1].ShouldBe(1);
    }

    [Fact]
    public void The_slowest_link_sets_the_pace_of_its_group()
    {
        var parts = new TrainingRun(TrainingRun.Calm).Parts;
        var (unit, exchange) = (parts.Pace.UnitSeconds[0], parts.Pace.ExchangeSeconds);
        parts.Capacity.Nvlink[9] /= 2;
        parts.Capacity.Network[20] /= 4;
        parts.Pace.Refresh(parts.Capacity);
        parts.Pace.UnitSeconds[0].ShouldBe(unit, 1e-6);
        parts.Pace.UnitSeconds[1].ShouldBe(unit + (16 * parts.Work.TensorBytes / Nvlink), 1e-6);
        // A quarter of the bandwidth: three more whole exchanges, and nothing more of it is hidden.
        parts.Pace.ExchangeSeconds.ShouldBe(exchange + (3 * parts.Work.GradientExchangeBytes / Nic), 1e-6);
        parts.Pace.RingRank[parts.Pace.SlowestRing].ShouldBe(20);
    }

    [Fact]
    public void Members_of_an_expert_group_wait_for_the_hottest_and_for_the_slowest_interface()
    {
        var model = new ModelConfig { LastStageExtra = 0, ExpertShare = 0.5 };
        var config = TrainingRun.Calm with { ExpertParallel = 4, Experts = 8, Model = model };
        var parts = new TrainingRun(config).Parts;
        parts.Pace.Units.ShouldBe(1);
        var (work, healthy) = (parts.Work, parts.Pace.UnitSeconds[0]);
        healthy.ShouldBe(16 * (work.ComputeSeconds(0) + (work.TensorBytes / Nvlink) + (work.AllToAllBytes / Nic)), 1e-6);
        parts.Pace.ExpertLoad[2] = 2;
        parts.Pace.Refresh(parts.Capacity);
        parts.Pace.UnitSeconds[0].ShouldBe(
            healthy + (16 * ((work.ComputeSeconds(0) * work.ExpertOperationShare) + (work.AllToAllBytes / Nic))), 1e-6);
        parts.Pace.ExpertLoad[2] = 1;
        parts.Capacity.Network[5] /= 3;
        parts.Pace.Refresh(parts.Capacity);
        parts.Pace.UnitSeconds[0].ShouldBe(healthy + (16 * 2 * work.AllToAllBytes / Nic), 1e-6);
    }
}
