using static TorchSharp.torch;

namespace Auscult.Bench.Torch;

/// <summary>The work that both languages do, and the files that make it the same work.</summary>
internal static class Workload
{
    public const int Width = 128;
    public const int Layers = 4;
    public const int Heads = 4;
    public const int Tokens = 64;
    public const int Batch = 64;
    public const int Patch = 16;
    public const int Batches = 4;
    public const int GemmSize = 1024;
    public const double LearningRate = 1e-3;
    public const double WeightDecay = 0.01;

    private const long Seed = 20260103;

    /// <summary>Floating-point operations of the matrix products of one training step: forward, and twice that backward.</summary>
    public static double StepFlops
    {
        get
        {
            const double Weights = Layers * 12.0 * Width * Width + 2.0 * Patch * Width;
            const double Attention = Layers * 2.0 * Tokens * Width;
            return 3 * 2 * (Weights + Attention) * Tokens * Batch;
        }
    }

    public static double GemmFlops => 2.0 * GemmSize * GemmSize * GemmSize;

    /// <summary>Writes initial weights and data as raw float32, weights in the order of <c>parameters()</c>.</summary>
    public static void Write(string folder)
    {
        manual_seed(Seed);
        using var scope = NewDisposeScope();
        using var encoder = new Encoder();
        Write(Path.Combine(folder, "weights.f32"), nn.utils.parameters_to_vector(encoder.parameters()).detach());
        Write(Path.Combine(folder, "data.f32"), randn(Batches, Batch, Tokens, Patch));
    }

    /// <summary>Reads what <see cref="Write(string)"/> wrote.</summary>
    public static Tensor Read(string folder, string name, params long[] shape)
    {
        var values = empty(shape);
        using var stream = File.OpenRead(Path.Combine(folder, name));
        values.ReadBytesFromStream(stream, 1 << 20);
        return values;
    }

    private static void Write(string path, Tensor values)
    {
        using var stream = File.Create(path);
        values.WriteBytesToStream(stream, 1 << 20);
    }
}
