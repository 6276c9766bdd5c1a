using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Shift;

/// <summary>
/// An entity at one moment as numbers of fixed order: how each of its signals differs from the peers, upwards and downwards, and from its own
/// past where there are no peers.
/// </summary>
/// <param name="signals">Known signals of the kind.</param>
public sealed class EntityFeatures(IEnumerable<string> signals)
{
    /// <summary>Numbers per signal.</summary>
    public const int PerSignal = 5;

    private readonly Dictionary<string, int> _places = signals.Distinct(StringComparer.Ordinal).Select((name, i) => (name, i))
        .ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);

    /// <summary>Number of features.</summary>
    public int Width => _places.Count * PerSignal;

    /// <summary>The features of all entities of a kind, <c>[entity][feature]</c>.</summary>
    public float[][] Of(KindShifts kind, int moment)
    {
        var all = new float[kind.Entities.Count][];
        for (var e = 0; e < all.Length; e++)
            all[e] = new float[Width];
        for (var s = 0; s < kind.Signals.Count; s++)
        {
            if (!_places.TryGetValue(kind.Signals[s].Name, out var place))
                continue;
            var (presence, motion, moving) = (0f, 0f, 0);
            for (var e = 0; e < all.Length; e++)
            {
                var cell = Cell(kind, moment, e, s);
                presence += cell[2] / all.Length;
                if (!float.IsNaN(cell[3]))
                    (motion, moving) = (motion + cell[3], moving + 1);
            }
            for (var e = 0; e < all.Length; e++)
            {
                var cell = Cell(kind, moment, e, s);
                var target = all[e].AsSpan(place * PerSignal, PerSignal);
                var peer = SiteFeatures.Beyond(float.IsNaN(cell[1]) ? cell[0] : cell[1]);
                target[0] = Math.Max(0, peer);
                target[1] = Math.Max(0, -peer);
                target[2] = 4 * (presence - cell[2]);
                var still = float.IsNaN(cell[3]) ? 0 : cell[3] - (motion / moving);
                target[3] = Math.Max(0, still);
                target[4] = Math.Max(0, -still);
            }
        }
        return all;
    }

    private static ReadOnlySpan<float> Cell(KindShifts kind, int moment, int entity, int signal) =>
        kind.At(moment, entity).Slice(signal * KindShifts.Channels, KindShifts.Channels);
}
