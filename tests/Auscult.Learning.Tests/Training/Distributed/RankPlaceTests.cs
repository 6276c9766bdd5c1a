using Auscult.Foundation;
using Auscult.Learning.Training.Distributed;

namespace Auscult.Learning.Tests.Training.Distributed;

public class RankPlaceTests
{
    [Fact]
    public void Without_variables_a_process_is_alone() => Of().ShouldBeNull();

    [Fact]
    public void One_process_is_alone_too() => Of("WORLD_SIZE=1", "RANK=0").ShouldBeNull();

    [Fact]
    public void Variables_of_a_launcher() =>
        Of("RANK=3", "WORLD_SIZE=4", "LOCAL_RANK=1", "MASTER_ADDR=node0", "MASTER_PORT=1234").ShouldBe(new RankPlace(3, 4, 1, "node0", 1234));

    [Fact]
    public void An_indexed_job() =>
        Of("JOB_COMPLETION_INDEX=2", "WORLD_SIZE=3", "MASTER_ADDR=train-0.train").ShouldBe(new RankPlace(2, 3, 0, "train-0.train", 29500));

    [Fact]
    public void A_step_of_Slurm_meets_on_its_first_node() =>
        Of("SLURM_STEP_NODELIST=gpu[07-09]", "SLURM_STEP_NUM_TASKS=6", "SLURM_NTASKS=8", "SLURM_PROCID=5", "SLURM_LOCALID=1", "SLURM_JOB_ID=40123",
            "SLURM_STEP_ID=2").ShouldBe(new RankPlace(5, 6, 1, "gpu07", 20125));

    [Fact]
    public void The_script_of_a_batch_job_is_no_rank() => Of("SLURM_NTASKS=8", "SLURM_PROCID=0", "SLURM_JOB_NODELIST=gpu[07-09]").ShouldBeNull();

    [Theory]
    [InlineData("WORLD_SIZE=2", "JOB_COMPLETION_INDEX is not set")]
    [InlineData("WORLD_SIZE=2;RANK=1", "MASTER_ADDR is not set")]
    [InlineData("WORLD_SIZE=two", "WORLD_SIZE=two is not a number")]
    [InlineData("WORLD_SIZE=2;RANK=2;MASTER_ADDR=a", "rank 2 of 2")]
    [InlineData("SLURM_STEP_NODELIST=a[;SLURM_STEP_NUM_TASKS=2;SLURM_PROCID=0", "no list of nodes")]
    public void What_makes_no_sense_is_named(string variables, string expected) =>
        Should.Throw<InputException>(() => Of(variables.Split(';'))).Message.ShouldContain(expected);

    private static RankPlace? Of(params string[] variables)
    {
        var held = variables.Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1], StringComparer.Ordinal);
        return RankPlace.Of(name => held.GetValueOrDefault(name));
    }
}
