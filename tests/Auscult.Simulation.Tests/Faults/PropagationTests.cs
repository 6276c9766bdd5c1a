using Auscult.Simulation.Configuration;
using Auscult.Simulation.Faults;
using Auscult.Simulation.Room;

namespace Auscult.Simulation.Tests.Faults;

public sealed class PropagationTests
{
    private static readonly SimulationConfig Config = new()
    {
        Room = new MachineRoomConfig { Nodes = 4 },
        Training = new TrainingJobConfig { TensorParallel = 4, PipelineParallel = 2, ExpertParallel = 2, Experts = 8 },
    };

    [Fact]
    public void Tensor_peers_wait_first_then_expert_peers_then_the_other_stages_then_the_other_replicas()
    {
        var victims = Propagation.Of(Site(Config), [5]);
        var delays = victims.ToDictionary(victim => victim.Entity, victim => victim.DelaySeconds, StringComparer.Ordinal);
        delays.Count.ShouldBe(32);
        delays["node0000/gpu5"].ShouldBe(0);
        delays["node0000/gpu6"].ShouldBe(Propagation.TensorSeconds);
        delays["node0000/gpu1"].ShouldBe(Propagation.ExpertSeconds);
        // The next stage of the same replica waits after a micro-batch, another replica after half a step.
        var step = Site(Config).TrainingStepSeconds;
        var microBatches = Config.Training!.MicroBatches + Config.Training.PipelineParallel - 1;
        delays["node0002/gpu5"].ShouldBe(step / microBatches, 1e-9);
        delays["node0001/gpu1"].ShouldBe(step / 2, 1e-9);
        Propagation.Of(Site(Config), [5]).Select(victim => victim.DelaySeconds).ShouldBeInOrder();
    }

    [Fact]
    public void An_accelerator_without_work_holds_nobody_up()
    {
        var idle = Config with { Training = new TrainingJobConfig { DataParallel = 2 } };
        Propagation.Of(Site(idle), [31]).ShouldBeEmpty();
        Propagation.Of(Site(idle), [15]).Count.ShouldBe(16);
    }

    [Fact]
    public void In_a_large_training_hosts_that_wait_as_a_whole_are_listed_as_hosts()
    {
        var large = Config with { Room = new MachineRoomConfig { Nodes = 256 }, Training = new TrainingJobConfig() };
        var victims = Propagation.Of(Site(large), [0]);
        victims.Count.ShouldBe(8 + 255);
        victims[^1].Entity.ShouldBe("node0255");
    }

    private static FaultSite Site(SimulationConfig config) =>
        new(config, new ClusterLayout(config.Room), ParallelLayout.Of(config.Training!, config.Room));
}
