using Auscult.Foundation;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Room;

namespace Auscult.Simulation.Tests.Room;

public sealed class ParallelLayoutTests
{
    private static readonly MachineRoomConfig Room = new() { Nodes = 4 };

    [Fact]
    public void Every_rank_has_one_position_in_every_group()
    {
        var layout = ParallelLayout.Of(new TrainingJobConfig { TensorParallel = 4, PipelineParallel = 2, ExpertParallel = 2, Experts = 8 }, Room);
        layout.Ranks.ShouldBe(32);
        layout.Data.ShouldBe(4);
        for (var rank = 0; rank < layout.Ranks; rank++)
            layout.RankOf(layout.TensorOf(rank), layout.DataOf(rank), layout.StageOf(rank)).ShouldBe(rank);
    }

    [Fact]
    public void Groups_that_do_not_fit_are_refused_with_their_key()
    {
        Refused(new TrainingJobConfig { TensorParallel = 3 }, "simulation.training.tensor_parallel");
        Refused(new TrainingJobConfig { PipelineParallel = 3 }, "simulation.training.pipeline_parallel");
        Refused(new TrainingJobConfig { DataParallel = 5 }, "simulation.training.data_parallel");
        Refused(new TrainingJobConfig { ExpertParallel = 3, Experts = 9 }, "simulation.training.expert_parallel");
        Refused(new TrainingJobConfig { ExpertParallel = 4, Experts = 6 }, "simulation.training.experts");
        Refused(new TrainingJobConfig { Experts = 4, ExpertsPerToken = 8 }, "simulation.training.experts_per_token");
    }

    private static void Refused(TrainingJobConfig job, string key) =>
        Should.Throw<InputException>(() => ParallelLayout.Of(job, Room)).Message.ShouldContain(key);
}
