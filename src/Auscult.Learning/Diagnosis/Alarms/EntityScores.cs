using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>How strange each entity is by itself, without any label: what sticks out from its peers, vanished or froze.</summary>
public static class EntityScores
{
    private const int StrangestSignals = 3;

    // A series that vanished counts as much as a shift of this many asinh units.
    private const float PresenceWeight = 5;
    private const float MotionWeight = 0.5f;

    // Against its own past alone an entity is as strange as all others that wait for the same culprit.
    private const float OwnWeight = 0.25f;

    /// <summary>The mean of an entity's strangest signals at a moment, for every entity of a kind; larger is stranger.</summary>
    public static double[] Of(KindShifts kind, int moment)
    {
        var presence = new float[kind.Signals.Count];
        var scores = new double[kind.Entities.Count];
        for (var e = 0; e < scores.Length; e++)
        {
            var cells = kind.At(moment, e);
            for (var s = 0; s < presence.Length; s++)
                presence[s] += cells[(s * KindShifts.Channels) + (int)ShiftChannel.Presence] / scores.Length;
        }
        for (var e = 0; e < scores.Length; e++)
            scores[e] = Strangest(kind.At(moment, e), presence);
        return scores;
    }

    private static double Strangest(ReadOnlySpan<float> cells, float[] commonPresence)
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
