using System.Runtime.InteropServices;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Shift;

/// <summary>Options of <see cref="ExtraTrees"/>.</summary>
public sealed record ExtraTreesConfig
{
    /// <summary>Number of trees. Default 200.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, 100_000)]
    public int NumTrees { get; init; } = 200;

    /// <summary>Fewest examples in a leaf. Default 2.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, int.MaxValue)]
    public int MinLeaf { get; init; } = 2;

    /// <summary>Features tried per split, as a multiple of the square root of their number. Default 2.</summary>
    [System.ComponentModel.DataAnnotations.Range(0.01, 1e3)]
    public double TriedFeatures { get; init; } = 2;
}

/// <summary>
/// Extremely randomised trees (Geurts, Ernst and Wehenkel 2006): every split is the best, by Gini impurity, of one random threshold on each
/// of a few random features. No example is left out of a tree. The same input and seeds give the same trees on any number of threads.
/// </summary>
public sealed class ExtraTrees
{
    private readonly Tree[] _trees;

    private readonly int _width;

    private ExtraTrees(Tree[] trees, int classes, int width) => (_trees, Classes, _width) = (trees, classes, width);

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Fits the trees.</summary>
    /// <param name="features"><c>[example][feature]</c> without NaN.</param>
    /// <param name="labels">Class of each example, from 0.</param>
    /// <param name="weights">Weight of each example.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="config">Options.</param>
    /// <param name="seeds">Source of all draws.</param>
    public static ExtraTrees Fit(float[][] features, int[] labels, float[] weights, int classes, ExtraTreesConfig config, Seeds seeds)
    {
        var columns = Enumerable.Range(0, features[0].Length).Select(f => Array.ConvertAll(features, row => row[f])).ToArray();
        var trees = new Tree[config.NumTrees];
        Parallel.For(0, trees.Length, t => trees[t] =
            new TreeGrower(columns, labels, weights, classes, config, seeds.Child(t.ToString(System.Globalization.CultureInfo.InvariantCulture)).Generator()).Grow());
        return new ExtraTrees(trees, classes, columns.Length);
    }

    /// <summary>Mean class shares of the leaves, <c>[class]</c>; they sum to 1.</summary>
    public double[] Predict(ReadOnlySpan<float> features)
    {
        var shares = new double[Classes];
        foreach (var tree in _trees)
        {
            var leaf = tree.LeafOf(features);
            for (var c = 0; c < shares.Length; c++)
                shares[c] += tree.Shares[(leaf * Classes) + c];
        }
        for (var c = 0; c < shares.Length; c++)
            shares[c] /= _trees.Length;
        return shares;
    }

    /// <summary>The leaf of each tree in which an example ends, <c>[tree]</c>: examples that share many leaves are alike as the classes see it.</summary>
    public int[] Leaves(ReadOnlySpan<float> features)
    {
        var leaves = new int[_trees.Length];
        for (var t = 0; t < leaves.Length; t++)
            leaves[t] = _trees[t].LeafOf(features);
        return leaves;
    }

    /// <summary>The trees as bytes: numbers of classes, features and trees, then per tree its nodes and leaves, little-endian.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        Write(bytes, [Classes, _width, _trees.Length]);
        foreach (var tree in _trees)
        {
            Write(bytes, [tree.Features.Length, tree.Shares.Length]);
            Write(bytes, tree.Features);
            bytes.Write(MemoryMarshal.AsBytes(tree.Thresholds.AsSpan()));
            Write(bytes, tree.Below);
            bytes.Write(MemoryMarshal.AsBytes(tree.Shares.AsSpan()));
        }
        return bytes.ToArray();
    }

    /// <summary>The trees of <see cref="ToBytes"/>.</summary>
    /// <exception cref="InputException">The bytes are damaged.</exception>
    public static ExtraTrees FromBytes(byte[] bytes)
    {
        var position = 0;
        try
        {
            var (classes, width, trees) = (Integer(), Integer(), new Tree[Integer()]);
            for (var t = 0; t < trees.Length; t++)
            {
                var (nodes, shares) = (Integer(), Integer());
                trees[t] = new Tree(classes, Numbers<int>(nodes), Numbers<float>(nodes), Numbers<int>(nodes), Numbers<float>(shares));
            }
            return position == bytes.Length && trees.All(tree => tree.IsSound(classes, width))
                ? new ExtraTrees(trees, classes, width)
                : throw new InputException("the trees of the model are damaged", remedy: "train it again");
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or OverflowException or OutOfMemoryException)
        {
            throw new InputException("the trees of the model are damaged", remedy: "train it again", inner: error);
        }

        int Integer() => Numbers<int>(1)[0];

        T[] Numbers<T>(int count)
            where T : unmanaged
        {
            var part = bytes.AsSpan(position, checked(count * Marshal.SizeOf<T>()));
            position += part.Length;
            return MemoryMarshal.Cast<byte, T>(part).ToArray();
        }
    }

    private static void Write(MemoryStream target, ReadOnlySpan<int> numbers) => target.Write(MemoryMarshal.AsBytes(numbers));
}

/// <summary>One tree in arrays: a node below zero features is a leaf, and <see cref="Below"/> its number.</summary>
/// <param name="Classes">Number of classes.</param>
/// <param name="Features">Feature of each node; -1 at a leaf.</param>
/// <param name="Thresholds">What goes to the lower child is at most this.</param>
/// <param name="Below">Lower child of each node, the upper one follows it; at a leaf the number of the leaf.</param>
/// <param name="Shares">Class shares, <c>[leaf, class]</c>.</param>
internal sealed record Tree(int Classes, int[] Features, float[] Thresholds, int[] Below, float[] Shares)
{
    public int LeafOf(ReadOnlySpan<float> features)
    {
        var node = 0;
        while (Features[node] >= 0)
            node = Below[node] + (features[Features[node]] <= Thresholds[node] ? 0 : 1);
        return Below[node];
    }

    /// <summary>Whether every walk ends at a leaf that is there.</summary>
    public bool IsSound(int classes, int width) => Features.Length > 0 && Enumerable.Range(0, Features.Length).All(node => Features[node] < 0
        ? Below[node] >= 0 && (Below[node] + 1) * classes <= Shares.Length
        : Features[node] < width && Below[node] > node && Below[node] + 1 < Features.Length);
}
