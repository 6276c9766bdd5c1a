namespace Auscult.Bench.Ranks;

/// <summary>
/// A model on paper of one data parallel step: compute that grows with tokens, gradients that cross a ring, all of them but the last bucket
/// while the backward pass, two thirds of the compute, still runs. Nothing of it was measured.
/// </summary>
/// <param name="Parameters">Weights.</param>
internal sealed record StepModel(double Parameters)
{
    /// <summary>Tokens of a step on one GPU.</summary>
    public const double Tokens = 65_536;

    /// <summary>bf16 operations per second that a GPU reaches on this network: 40 % of an H200's 989 T.</summary>
    public const double Flops = 0.4 * 989e12;

    /// <summary>Bytes per second of a ring within a machine of 8 GPUs: NVLink 4, 80 % of 450 GB/s.</summary>
    public const double NodeBandwidth = 0.8 * 450e9;

    /// <summary>Bytes per second of a ring between machines: one NIC of 400 Gbit/s per GPU, 90 % of 50 GB/s.</summary>
    public const double NetworkBandwidth = 0.9 * 50e9;

    /// <summary>Seconds of one hop of the ring, in a machine and between machines.</summary>
    public const double NodeHop = 3e-6, NetworkHop = 8e-6;

    /// <summary>Bytes of a bucket.</summary>
    public const double Bucket = 25 * 1024 * 1024;

    private const int GpusPerNode = 8;

    /// <summary>Seconds of forward and backward: six operations per weight and token.</summary>
    public double Compute => 6 * Parameters * Tokens / Flops;

    /// <summary>Seconds of one ring over float32 gradients; hops are paid once per bucket.</summary>
    public double AllReduce(int gpus) => Ring(gpus, 4 * Parameters, Math.Max(1, 4 * Parameters / Bucket));

    /// <summary>Seconds of a step.</summary>
    public double Step(int gpus)
    {
        var last = Ring(gpus, Math.Min(Bucket, 4 * Parameters), 1);
        var hidden = AllReduce(gpus) - last;
        return Compute + Math.Max(0, hidden - Compute * 2 / 3) + last;
    }

    private static double Ring(int gpus, double bytes, double buckets)
    {
        var (bandwidth, hop) = gpus > GpusPerNode ? (NetworkBandwidth, NetworkHop) : (NodeBandwidth, NodeHop);
        return 2.0 * (gpus - 1) / gpus * bytes / bandwidth + 2 * (gpus - 1) * hop * buckets;
    }
}
