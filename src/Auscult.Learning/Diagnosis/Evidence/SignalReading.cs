using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Evidence;

/// <summary>A signal of an entity in its own unit: now, as it usually is, and as it is at the peers.</summary>
public sealed record SignalReading
{
    /// <summary>Id of the entity.</summary>
    public required string Entity { get; init; }

    /// <summary>The signal.</summary>
    public required Signal Signal { get; init; }

    /// <summary>What happens to it.</summary>
    public required ShiftDirection Direction { get; init; }

    /// <summary>Size of the shift in asinh units.</summary>
    public required double Size { get; init; }

    /// <summary>Mean now; null where it is not seen.</summary>
    public required double? Now { get; init; }

    /// <summary>Median of its past; null where it was not seen.</summary>
    public required double? Usual { get; init; }

    /// <summary>Median over the other entities of the kind of what it is there now; null without peers that are seen.</summary>
    public required double? Peers { get; init; }

    /// <summary>Peers that are seen.</summary>
    public required int PeerCount { get; init; }

    /// <summary>Place of the entity among its kind by the distance from the median of all, 1 being the one that sticks out most; null without peers.</summary>
    public required int? PlaceAmongPeers { get; init; }

    /// <summary>Reads a signal.</summary>
    /// <param name="shifts">The site.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="signal">Index of the signal.</param>
    /// <param name="config">Lengths of now and past.</param>
    public static SignalReading Of(SiteShifts shifts, int moment, EntityRef entity, int signal, SiteConfig config)
    {
        var kind = shifts.Kinds[entity.Kind];
        var frame = shifts.Site.Kinds[entity.Kind].Frame;
        var lengths = ShiftLengths.Of(config, shifts.Site.Step);
        var (now, past) = (lengths.NowOf(shifts.Rows[moment]), lengths.PastOf(shifts.Rows[moment]));
        var values = new double?[kind.Entities.Count];
        for (var e = 0; e < values.Length; e++)
            values[e] = Seen(e, now) is { Count: > 0 } seen ? seen.Average() : null;
        var others = Enumerable.Range(0, values.Length).Where(e => e != entity.Entity).Select(e => values[e]).OfType<double>().ToArray();
        var cell = kind.At(moment, entity.Entity).Slice(signal * KindShifts.Channels, KindShifts.Channels);
        return new SignalReading
        {
            Entity = kind.Entities[entity.Entity].Id,
            Signal = kind.Signals[signal],
            Direction = ShiftSize.DirectionOf(cell),
            Size = ShiftSize.Of(cell),
            Now = values[entity.Entity],
            Usual = Median(Seen(entity.Entity, past)),
            Peers = Median(others),
            PeerCount = others.Length,
            PlaceAmongPeers = Place(kind, moment, entity.Entity, signal),
        };

        List<double> Seen(int e, RowSpan rows)
        {
            var plane = frame.Rows(e, rows.First, rows.Count);
            var seen = new List<double>(rows.Count);
            for (var at = signal; at < plane.Length; at += kind.Signals.Count)
            {
                if (!float.IsNaN(plane[at]))
                    seen.Add(plane[at]);
            }
            return seen;
        }
    }

    private static int? Place(KindShifts kind, int moment, int entity, int signal)
    {
        const int Channel = (int)ShiftChannel.Peer;
        var at = (signal * KindShifts.Channels) + Channel;
        var own = Math.Abs(kind.At(moment, entity)[at]);
        return float.IsNaN(own) ? null : 1 + Enumerable.Range(0, kind.Entities.Count).Count(e => Math.Abs(kind.At(moment, e)[at]) > own);
    }

    private static double? Median(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
            return null;
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
