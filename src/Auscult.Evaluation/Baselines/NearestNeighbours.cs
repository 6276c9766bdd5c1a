using System.Numerics.Tensors;

namespace Auscult.Evaluation.Baselines;

/// <summary>Mean Euclidean distance to the k nearest of a set of reference vectors, by exhaustive search.</summary>
/// <param name="references"><c>[reference, value]</c>.</param>
/// <param name="width">Values per vector.</param>
/// <param name="neighbours">k, at least 1.</param>
internal sealed class NearestNeighbours(float[] references, int width, int neighbours)
{
    /// <summary>Number of reference vectors.</summary>
    public int Count => references.Length / width;

    /// <summary>Mean distance of a vector to its nearest references.</summary>
    public float Distance(ReadOnlySpan<float> vector) => Distance(vector, excluded: -1);

    /// <summary>Mean over the references of their distance to the nearest other ones; 0 when there is one reference only.</summary>
    public float TypicalDistance()
    {
        if (Count < 2)
            return 0;
        var distances = new float[Count];
        Parallel.For(0, Count, i => distances[i] = Distance(references.AsSpan(i * width, width), excluded: i));
        return TensorPrimitives.Sum<float>(distances) / Count;
    }

    private float Distance(ReadOnlySpan<float> vector, int excluded)
    {
        Span<float> nearest = stackalloc float[Math.Min(neighbours, Count - (excluded < 0 ? 0 : 1))];
        nearest.Fill(float.PositiveInfinity);
        for (var reference = 0; reference < Count; reference++)
        {
            if (reference == excluded)
                continue;
            var distance = TensorPrimitives.Distance(vector, references.AsSpan(reference * width, width));
            if (!(distance < nearest[^1]))
                continue;
            var place = nearest.Length - 1;
            for (; place > 0 && nearest[place - 1] > distance; place--)
                nearest[place] = nearest[place - 1];
            nearest[place] = distance;
        }
        return TensorPrimitives.Sum<float>(nearest) / nearest.Length;
    }
}
