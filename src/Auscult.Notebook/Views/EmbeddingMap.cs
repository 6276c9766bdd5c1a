using Auscult.Evaluation.Baselines;
using Auscult.Notebook.Rich;

namespace Auscult.Notebook.Views;

/// <summary>Embeddings laid out flat: each at its place along the two directions in which all of them differ most (principal components).</summary>
/// <param name="Points">One place per embedding, in their order.</param>
/// <param name="Shares">Share of all variance along each of the two directions.</param>
public sealed record EmbeddingMap(IReadOnlyList<(double X, double Y)> Points, (double X, double Y) Shares)
{
    /// <summary>Finds the places.</summary>
    /// <param name="embeddings">At least two vectors of one length, two or more.</param>
    /// <exception cref="ArgumentException">Fewer, or of different lengths.</exception>
    public static EmbeddingMap Of(IReadOnlyList<float[]> embeddings)
    {
        if (embeddings.Count < 2 || embeddings[0].Length < 2 || embeddings.Any(e => e.Length != embeddings[0].Length))
            throw new ArgumentException("an embedding map needs two vectors or more, all of one length", nameof(embeddings));
        var width = embeddings[0].Length;
        var centre = Enumerable.Range(0, width).Select(column => embeddings.Average(e => e[column])).ToArray();
        var centred = embeddings.SelectMany(e => e.Select((value, column) => value - centre[column])).ToArray();
        var found = PrincipalComponents.Leading(centred, width, 2);
        double Along(int row, int direction) =>
            Enumerable.Range(0, width).Sum(column => (double)centred[(row * width) + column] * found.Directions[direction][column]);
        return new EmbeddingMap(
            [.. Enumerable.Range(0, embeddings.Count).Select(row => (Along(row, 0), Along(row, 1)))], (found.VarianceShares[0], found.VarianceShares[1]));
    }

    /// <summary>The map as a cloud of points, one colour per label.</summary>
    /// <param name="title">Said above it.</param>
    /// <param name="labels">One per embedding.</param>
    public Plot Plot(string title, IReadOnlyList<string> labels)
    {
        var plot = new Plot(title).Height(380);
        foreach (var group in Enumerable.Range(0, Points.Count).GroupBy(i => labels[i], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            plot.Scatter($"{group.Key} ({group.Count()})", group.Select(i => Points[i].X), group.Select(i => Points[i].Y));
        return plot.Axes($"first direction, {Shares.X:P0} of the variance", $"second direction, {Shares.Y:P0}");
    }
}
