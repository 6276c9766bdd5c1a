namespace Auscult.Learning.SiteEncoding;

/// <summary>Where embeddings of sites lie while nothing happens.</summary>
/// <param name="Mean">Mean of each component; empty before fitting.</param>
/// <param name="Deviation">Standard deviation of each component.</param>
internal sealed record QuietEmbeddings(IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation)
{
    private const float Floor = 1e-3f;

    public static QuietEmbeddings Of(float[][] embeddings)
    {
        if (embeddings.Length == 0)
            return new QuietEmbeddings([], []);
        var mean = new float[embeddings[0].Length];
        var deviation = new float[mean.Length];
        for (var d = 0; d < mean.Length; d++)
        {
            mean[d] = embeddings.Average(embedding => embedding[d]);
            deviation[d] = MathF.Sqrt(embeddings.Average(embedding => (embedding[d] - mean[d]) * (embedding[d] - mean[d]))) + Floor;
        }
        return new QuietEmbeddings(mean, deviation);
    }

    /// <summary>Root mean square of the distance from the mean in deviations; 0 before fitting.</summary>
    public double Distance(float[] embedding)
    {
        var sum = 0.0;
        for (var d = 0; d < Mean.Count; d++)
            sum += Math.Pow((embedding[d] - Mean[d]) / Deviation[d], 2);
        return Mean.Count == 0 ? 0 : Math.Sqrt(sum / Mean.Count);
    }
}
