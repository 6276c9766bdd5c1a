namespace Auscult.Learning.Sites;

/// <summary>How strange each entity is by itself, without any label: what sticks out from its peers, vanished or froze.</summary>
public static class EntityScores
{
    private const int StrangestSignals = 3;
    private const int Chunk = 64;

    // A series that vanished counts as much as a shift of this many asinh units.
    private const float PresenceWeight = 5;
    private const float MotionWeight = 0.5f;

    // Against its own past alone an entity is as strange as all others that wait for the same culprit.
    private const float OwnWeight = 0.25f;

    /// <summary>The mean of an entity's strangest signals at a moment, for every entity of a kind; larger is stranger.</summary>
    /// <returns>One score per entity; 0 or more.</returns>
    public static float[] Of(KindShifts kind, int moment)
    {
        var presence = new float[kind.Signals.Count];
        var scores = new float[kind.Entities.Count];
        for (var e = 0; e < scores.Length; e++)
        {
            var cells = kind.At(moment, e);
            for (var s = 0; s < presence.Length; s++)
                presence[s] += cells[(s * KindShifts.Channels) + (int)ShiftChannel.Presence] / scores.Length;
        }
        Parallel.For(0, (scores.Length + Chunk - 1) / Chunk, chunk =>
        {
            for (var e = chunk * Chunk; e < Math.Min(scores.Length, (chunk + 1) * Chunk); e++)
                scores[e] = Strangest(kind.At(moment, e), presence);
        });
        return scores;
    }

    private static float Strangest(ReadOnlySpan<float> cells, float[] commonPresence)
    {
        Span<float> largest = stackalloc float[StrangestSignals];
        largest.Clear();
        for (var s = 0; s < commonPresence.Length; s++)
        {
            var cell = cells.Slice(s * KindShifts.Channels, KindShifts.Channels);
            var (own, peer, motion) = (Size(cell[0]), Size(cell[1]), Size(cell[3]));
            var strange = Math.Max(
                Math.Max(peer, OwnWeight * own), Math.Max(MotionWeight * motion, PresenceWeight * Math.Abs(cell[2] - commonPresence[s])));
            if (strange <= largest[0])
                continue;
            largest[0] = strange;
            largest.Sort();
        }
        return (largest[0] + largest[1] + largest[2]) / StrangestSignals;
    }

    private static float Size(float shift) => float.IsNaN(shift) ? 0 : Math.Abs(shift);
}
