using System.Text.Json;
using Auscult.Foundation;
using static TorchSharp.torch;

namespace Auscult.Bench.Torch;

/// <summary>The work that both languages do, and the files that make it the same work. The defaults are the comparison on CPU.</summary>
internal sealed record Workload
{
    public const double LearningRate = 1e-3;
    public const double WeightDecay = 0.01;

    private const long Seed = 20260103;
    private const string FileName = "workload.json";

    public int Width { get; init; } = 128;

    public int Layers { get; init; } = 4;

    public int Heads { get; init; } = 4;

    public int Tokens { get; init; } = 64;

    public int Batch { get; init; } = 64;

    public int Patch { get; init; } = 16;

    /// <summary>Different batches; they are shown again and again.</summary>
    public int Batches { get; init; } = 4;

    public int GemmSize { get; init; } = 1024;

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Type of activations and of the weights' copies in matrix products; weights themselves stay float32.</summary>
    public string Precision { get; init; } = "float32";

    /// <summary>Batches that a thread copies out of host memory ahead of the step; 0: all lie on the device from the start.</summary>
    public int Prefetch { get; init; }

    public Device TorchDevice => Device == "cuda" ? CUDA : CPU;

    public ScalarType ComputeType => Precision == "bfloat16" ? ScalarType.BFloat16 : ScalarType.Float32;

    public long TokensPerStep => (long)Batch * Tokens;

    /// <summary>Floating-point operations of the matrix products of one training step: forward, and twice that backward.</summary>
    public double StepFlops
    {
        get
        {
            var weights = (Layers * 12.0 * Width * Width) + (2.0 * Patch * Width);
            var attention = Layers * 2.0 * Tokens * Width;
            return 3 * 2 * (weights + attention) * TokensPerStep;
        }
    }

    public double GemmFlops => 2.0 * GemmSize * GemmSize * GemmSize;

    /// <summary>Reads the work of a folder.</summary>
    public static Workload Of(string folder) =>
        JsonSerializer.Deserialize<Workload>(File.ReadAllText(Path.Combine(folder, FileName)), Report.Json)!;

    /// <summary>Writes itself, initial weights and data as raw float32, weights in the order of <c>parameters()</c>.</summary>
    public void Write(string folder)
    {
        manual_seed(Seed);
        using var scope = NewDisposeScope();
        using var encoder = new Encoder(this);
        Write(Path.Combine(folder, "weights.f32"), nn.utils.parameters_to_vector(encoder.parameters()).detach());
        Write(Path.Combine(folder, "data.f32"), randn(Batches, Batch, Tokens, Patch));
        AtomicFile.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Report.Json));
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
