using Auscult.Foundation;
using Auscult.Simulation.Configuration;

namespace Auscult.Simulation.Room;

/// <summary>
/// Who works with whom in a training. Ranks are numbered as Megatron-LM does: the tensor-parallel position changes fastest, then the
/// data-parallel one, then the pipeline stage. Rank r runs on accelerator r.
/// </summary>
internal sealed class ParallelLayout
{
    private ParallelLayout(int tensor, int data, int pipeline, int expert) => (Tensor, Data, Pipeline, Expert) = (tensor, data, pipeline, expert);

    /// <summary>Ranks that share every matrix product.</summary>
    public int Tensor { get; }

    /// <summary>Replicas.</summary>
    public int Data { get; }

    /// <summary>Pipeline stages.</summary>
    public int Pipeline { get; }

    /// <summary>Data-parallel ranks that share the experts.</summary>
    public int Expert { get; }

    /// <summary>Training processes.</summary>
    public int Ranks => Tensor * Data * Pipeline;

    /// <summary>Position within the tensor-parallel group.</summary>
    public int TensorOf(int rank) => rank % Tensor;

    /// <summary>The replica.</summary>
    public int DataOf(int rank) => rank / Tensor % Data;

    /// <summary>The pipeline stage.</summary>
    public int StageOf(int rank) => rank / (Tensor * Data);

    /// <summary>Position within the expert-parallel group.</summary>
    public int ExpertOf(int rank) => DataOf(rank) % Expert;

    /// <summary>The rank at a position.</summary>
    public int RankOf(int tensor, int data, int stage) => (((stage * Data) + data) * Tensor) + tensor;

    /// <summary>Checks the group sizes against each other and the machine room.</summary>
    /// <exception cref="InputException">They do not fit; the message names the key.</exception>
    public static ParallelLayout Of(TrainingJobConfig job, MachineRoomConfig room)
    {
        const string Section = "simulation.training";
        var gpus = room.Nodes * room.GpusPerNode;
        if (room.GpusPerNode % job.TensorParallel != 0)
        {
            throw new InputException(
                $"{Section}.tensor_parallel={job.TensorParallel} does not divide simulation.room.gpus_per_node={room.GpusPerNode}",
                remedy: "a tensor-parallel group lies within one host");
        }
        var model = job.TensorParallel * job.PipelineParallel;
        if (job.DataParallel is null && gpus % model != 0)
        {
            throw new InputException(
                $"{Section}.pipeline_parallel={job.PipelineParallel} times tensor_parallel={job.TensorParallel} does not divide the {gpus} accelerators",
                remedy: "change it, or give data_parallel to leave some accelerators idle");
        }
        var data = job.DataParallel ?? gpus / model;
        if (data * model > gpus)
        {
            throw new InputException(
                $"{Section}.data_parallel={data} needs {data * model} accelerators (x tensor_parallel={job.TensorParallel} x "
                + $"pipeline_parallel={job.PipelineParallel}), the room has {gpus}",
                remedy: "lower it, or raise simulation.room.nodes");
        }
        if (data % job.ExpertParallel != 0)
            throw new InputException($"{Section}.expert_parallel={job.ExpertParallel} does not divide data_parallel={data}");
        if (job.Experts % job.ExpertParallel != 0 || (job.Experts == 0 && job.ExpertParallel > 1))
            throw new InputException($"{Section}.experts={job.Experts} is not a positive multiple of expert_parallel={job.ExpertParallel}");
        if (job.Experts > 0 && job.ExpertsPerToken > job.Experts)
            throw new InputException($"{Section}.experts_per_token={job.ExpertsPerToken} exceeds experts={job.Experts}");
        return new ParallelLayout(job.TensorParallel, data, job.PipelineParallel, job.ExpertParallel);
    }
}
