using System.Globalization;

namespace Auscult.Bench.Torch;

/// <summary>What a race measures; <c>speed --device cuda --sizes 25M,100M,300M --turns 10 --steps 10</c>.</summary>
internal sealed record RaceOptions
{
    /// <summary><c>cuda</c> or <c>cpu</c>.</summary>
    public string Device { get; init; } = "cuda";

    public IReadOnlyList<string> Sizes { get; init; } = ["25M", "100M", "300M"];

    public int Turns { get; init; } = 10;

    public int Steps { get; init; } = 10;

    /// <summary>Sequences per step; 0 takes what fits the size.</summary>
    public int Batch { get; init; }

    public int Tokens { get; init; } = 512;

    /// <summary>Parameters that a size's name promises.</summary>
    public static long Nominal(string size) => long.Parse(size.TrimEnd('M'), CultureInfo.InvariantCulture) * 1_000_000;

    /// <summary>
    /// Model and batches of a size. A larger model gets fewer sequences, so that all sides stay in the memory of one device together.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such size.</exception>
    public Workload WorkOf(string size)
    {
        var (width, layers, batch) = size switch
        {
            "25M" => (512, 8, 64),
            "100M" => (768, 14, 32),
            "300M" => (1024, 24, 16),
            _ => throw new ArgumentException($"unknown size {size}: 25M, 100M or 300M"),
        };
        var onCuda = Device == "cuda";
        return new Workload
        {
            Width = width, Layers = layers, Heads = width / 64, Tokens = Tokens, Batch = Batch > 0 ? Batch : batch, Batches = 8,
            GemmSize = onCuda ? 8192 : 1024, Device = Device, Precision = onCuda ? "bfloat16" : "float32", Prefetch = 2,
        };
    }
}
