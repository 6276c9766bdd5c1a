using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Auscult.Evaluation.Baselines;

/// <summary>Random tensors from a generator of one's own, so that nothing depends on who else draws from the engine's.</summary>
internal static class SeededTensors
{
    /// <summary>Weights uniform within 1 / sqrt(inputs), kept outside the present dispose scope.</summary>
    public static Parameter Weights(Random generator, int inputs, params long[] shape)
    {
        var bound = 1 / MathF.Sqrt(inputs);
        var values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        foreach (ref var value in values.AsSpan())
            value = ((2 * generator.NextSingle()) - 1) * bound;
        using var scope = NewDisposeScope();
        return new Parameter(tensor(values, shape).DetachFromDisposeScope());
    }

    /// <summary>Standard normal values.</summary>
    public static Tensor Normal(Random generator, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        foreach (ref var value in values.AsSpan())
            value = (float)(Math.Sqrt(-2 * Math.Log(1 - generator.NextDouble())) * Math.Cos(2 * Math.PI * generator.NextDouble()));
        return tensor(values, shape);
    }

    /// <summary>Indices drawn with replacement.</summary>
    public static Tensor Indices(Random generator, int count, long below)
    {
        var indices = new long[count];
        foreach (ref var index in indices.AsSpan())
            index = generator.NextInt64(below);
        return tensor(indices);
    }
}
