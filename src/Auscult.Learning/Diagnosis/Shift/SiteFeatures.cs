using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Shift;

/// <summary>
/// A site at one moment as numbers of fixed order: for every kind and catalogue signal what its entities have in common and how the one
/// that sticks out does so. Sites may have any number of entities, lack signals and have others; what is lacking is 0.
/// </summary>
public sealed class SiteFeatures
{
    /// <summary>Numbers per signal.</summary>
    public const int PerSignal = 8;

    // Of many entities some always stick out a little: what does not exceed this is nothing (asinh units, about 2 spreads).
    private const float Noise = 1.5f;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <param name="signals">Known signals, as <see cref="SignalScales.Key"/> names them.</param>
    public SiteFeatures(IEnumerable<string> signals)
    {
        foreach (var signal in signals)
            _places.TryAdd(signal, _places.Count);
    }

    /// <summary>The signals, in the order of the features.</summary>
    public IReadOnlyCollection<string> Signals => _places.Keys;

    /// <summary>Number of features.</summary>
    public int Width => _places.Count * PerSignal;

    /// <summary>The features of any moment of a site; where its signals stand among them is found once.</summary>
    public Func<int, float[]> On(SiteShifts site)
    {
        var found = site.Kinds.SelectMany(kind => Enumerable.Range(0, kind.Signals.Count)
            .Select(s => (Kind: kind, Signal: s, Place: _places.GetValueOrDefault(SignalScales.Key(kind.Kind, kind.Signals[s].Name), -1))))
            .Where(one => one.Place >= 0).ToArray();
        return moment =>
        {
            var features = new float[Width];
            foreach (var (kind, signal, place) in found)
                Describe(kind, moment, signal, features.AsSpan(place * PerSignal, PerSignal));
            return features;
        };
    }

    /// <summary>What exceeds the noise of a shift, with its sign.</summary>
    public static float Beyond(float shift) => float.IsNaN(shift) ? 0 : Math.Sign(shift) * Math.Max(0, Math.Abs(shift) - Noise);

    private static void Describe(KindShifts kind, int moment, int signal, Span<float> target)
    {
        var count = kind.Entities.Count;
        Span<float> own = count <= 256 ? stackalloc float[count] : new float[count];
        Span<float> motion = count <= 256 ? stackalloc float[count] : new float[count];
        var (owns, motions) = (0, 0);
        var (peerHigh, peerLow, presenceLow, motionLow, motionHigh, presence) = (0f, 0f, 0f, 0f, 0f, 0f);
        for (var e = 0; e < count; e++)
        {
            var cell = kind.At(moment, e).Slice(signal * KindShifts.Channels, KindShifts.Channels);
            if (!float.IsNaN(cell[0]))
                own[owns++] = cell[0];
            if (!float.IsNaN(cell[3]))
            {
                motion[motions++] = cell[3];
                motionLow = Math.Min(motionLow, cell[3]);
                motionHigh = Math.Max(motionHigh, cell[3]);
            }
            // Without peers the entity's own past is all there is.
            var peer = Beyond(float.IsNaN(cell[1]) ? cell[0] : cell[1]);
            peerHigh = Math.Max(peerHigh, peer);
            peerLow = Math.Min(peerLow, peer);
            presenceLow = Math.Min(presenceLow, cell[2]);
            presence += cell[2];
        }
        var (commonOwn, commonMotion, commonPresence) = (Median(own[..owns]), Median(motion[..motions]), presence / count);
        target[0] = peerHigh;
        target[1] = peerLow;
        target[2] = commonOwn;
        target[3] = 4 * Math.Min(0, presenceLow - Math.Min(0, commonPresence));
        target[4] = 4 * commonPresence;
        target[5] = Math.Min(0, motionLow - Math.Min(0, commonMotion));
        target[6] = Math.Max(0, motionHigh - Math.Max(0, commonMotion));
        target[7] = commonMotion;
    }

    private static float Median(Span<float> values)
    {
        if (values.Length == 0)
            return 0;
        values.Sort();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
