namespace Auscult.Learning.Sites.Streaming;

/// <summary>How unlike its past and its peers each entity is: one number from the shifts of all its signals.</summary>
public static class EntityScores
{
    /// <summary>A vanished series counts as much as a shift of this size.</summary>
    private const float Vanished = 10;

    /// <summary>
    /// Mean of the largest shifts of each entity. A signal counts with the larger of its shifts from the past and from the peers, or with its
    /// change of presence; where nothing is known it counts as 0.
    /// </summary>
    /// <param name="shifts">Shifts.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="top">How many signals. Default 5: a fault shows in several, noise in one.</param>
    /// <returns>One score per entity; 0 or more.</returns>
    public static float[] Of(KindShifts shifts, int moment, int top = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var scores = new float[shifts.Entities.Count];
        Parallel.For(0, (scores.Length + 63) / 64, chunk =>
        {
            Span<float> largest = stackalloc float[Math.Min(top, shifts.Signals.Count)];
            for (var e = chunk * 64; e < Math.Min(scores.Length, (chunk + 1) * 64); e++)
                scores[e] = Score(shifts.At(moment, e), largest);
        });
        return scores;
    }

    private static float Score(ReadOnlySpan<float> cells, Span<float> largest)
    {
        largest.Clear();
        for (var at = 0; at < cells.Length; at += KindShifts.Channels)
        {
            // NaN loses every comparison.
            var size = Math.Abs(cells[at + 2]) * Vanished;
            size = Math.Abs(cells[at]) > size ? Math.Abs(cells[at]) : size;
            size = Math.Abs(cells[at + 1]) > size ? Math.Abs(cells[at + 1]) : size;
            if (!(size > largest[^1]))
                continue;
            var place = largest.Length - 1;
            for (; place > 0 && largest[place - 1] < size; place--)
                largest[place] = largest[place - 1];
            largest[place] = size;
        }
        var sum = 0f;
        foreach (var value in largest)
            sum += value;
        return largest.Length == 0 ? 0 : sum / largest.Length;
    }
}
