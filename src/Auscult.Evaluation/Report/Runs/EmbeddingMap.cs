using Auscult.Evaluation.Baselines;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>A moment, or an incident that was learned, among its like.</summary>
/// <param name="Name">Which.</param>
/// <param name="Class">What was going on by the label.</param>
/// <param name="Layer">The layer with the largest shifts; of an incident, the layer it started in.</param>
/// <param name="Entity">The place that is blamed most; of an incident, the place where it started.</param>
/// <param name="IsLearned">Whether the model learned from it.</param>
/// <param name="Embedding">Its embedding.</param>
public sealed record EmbeddedPoint(string Name, string Class, string Layer, string Entity, bool IsLearned, float[] Embedding);

/// <summary>A point on the map.</summary>
/// <param name="Name">Which.</param>
/// <param name="Class">What was going on by the label.</param>
/// <param name="Layer">The layer with the largest shifts; of an incident, the layer it started in.</param>
/// <param name="Entity">The place that is blamed most; of an incident, the place where it started.</param>
/// <param name="IsLearned">Whether the model learned from it.</param>
/// <param name="Pca">The first two principal components.</param>
/// <param name="Tsne">The place in the t-SNE layout.</param>
public sealed record MapPoint(
    string Name, string Class, string Layer, string Entity, bool IsLearned, IReadOnlyList<double> Pca, IReadOnlyList<double> Tsne);

/// <summary>Embeddings in two dimensions, each number in units of its standard deviation.</summary>
/// <param name="Points">The points.</param>
/// <param name="Shares">Share of the variance along the two components.</param>
/// <param name="Sampling">How the points were chosen, in a sentence.</param>
public sealed record EmbeddingMap(IReadOnlyList<MapPoint> Points, IReadOnlyList<double> Shares, string Sampling)
{
    /// <summary>What <see cref="MapPoint.Entity"/> is: the kind of what is blamed, or the entity that was embedded.</summary>
    public string EntityMeans { get; init; } = "kind of the blamed entity";

    /// <summary>Lays points out; null with fewer than four, or when all are alike.</summary>
    public static EmbeddingMap? Of(IReadOnlyList<EmbeddedPoint> points, string sampling)
    {
        var width = points.Count == 0 ? 0 : points[0].Embedding.Length;
        if (points.Count < 4 || width < 2)
            return null;
        var rows = points.Select(point => Array.ConvertAll(point.Embedding, value => (double)value)).ToArray();
        for (var c = 0; c < width; c++)
        {
            var mean = rows.Average(row => row[c]);
            var spread = Math.Sqrt(rows.Average(row => (row[c] - mean) * (row[c] - mean)));
            foreach (var row in rows)
                row[c] = spread > 1e-9 ? (row[c] - mean) / spread : 0;
        }
        float[] flat = [.. rows.SelectMany(row => row.Select(value => (float)value))];
        if (Array.TrueForAll(flat, value => value == 0))
            return null;
        var components = PrincipalComponents.Leading(flat, width, 2);
        double Along(double[] row, int component) => row.Select((value, c) => value * components.Directions[component][c]).Sum();
        var pca = rows.Select(row => (X: Along(row, 0), Y: Along(row, 1))).ToArray();
        var tsne = ExactTsne.Layout(rows, pca);
        return new EmbeddingMap(
            [
                .. points.Select((point, i) => new MapPoint(
                    point.Name, point.Class, point.Layer, point.Entity, point.IsLearned, [pca[i].X, pca[i].Y], [tsne[i].X, tsne[i].Y])),
            ],
            components.VarianceShares, sampling);
    }
}
