using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

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

    /// <summary>The features of a kind.</summary>
    /// <param name="signals">Known signals of all kinds, as <see cref="SignalScales.Key"/> names them.</param>
    /// <param name="kind">The kind.</param>
    public static EntityFeatures OfKind(IEnumerable<string> signals, EntityKind kind)
    {
        var prefix = SignalScales.Key(kind, "");
        return new EntityFeatures(signals.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key[prefix.Length..]));
    }

    /// <summary>Number of features.</summary>
    public int Width => _places.Count * PerSignal;

    /// <summary>
    /// The features of all entities of a kind at any moment, <c>[entity][feature]</c>; where its signals stand among them is found once.
    /// </summary>
    public Func<int, float[][]> On(KindShifts kind)
    {
        var found = Enumerable.Range(0, kind.Signals.Count).Select(s => (Signal: s, Place: _places.GetValueOrDefault(kind.Signals[s].Name, -1)))
            .Where(one => one.Place >= 0).ToArray();
        return moment =>
        {
            var all = new float[kind.Entities.Count][];
            for (var e = 0; e < all.Length; e++)
                all[e] = new float[Width];
            foreach (var (signal, place) in found)
                Describe(kind, moment, signal, all, place * PerSignal);
            return all;
        };
    }

    private static void Describe(KindShifts kind, int moment, int signal, float[][] all, int first)
    {
        var (presence, motion, moving) = (0f, 0f, 0);
        for (var e = 0; e < all.Length; e++)
        {
            var cell = Cell(kind, moment, e, signal);
            presence += cell[2] / all.Length;
            if (!float.IsNaN(cell[3]))
                (motion, moving) = (motion + cell[3], moving + 1);
        }
        for (var e = 0; e < all.Length; e++)
        {
            var cell = Cell(kind, moment, e, signal);
            var target = all[e].AsSpan(first, PerSignal);
            var peer = SiteFeatures.Beyond(float.IsNaN(cell[1]) ? cell[0] : cell[1]);
            target[0] = Math.Max(0, peer);
            target[1] = Math.Max(0, -peer);
            target[2] = 4 * (presence - cell[2]);
            var still = float.IsNaN(cell[3]) ? 0 : cell[3] - (motion / moving);
            target[3] = Math.Max(0, still);
            target[4] = Math.Max(0, -still);
        }
    }

    private static ReadOnlySpan<float> Cell(KindShifts kind, int moment, int entity, int signal) =>
        kind.At(moment, entity).Slice(signal * KindShifts.Channels, KindShifts.Channels);
}
