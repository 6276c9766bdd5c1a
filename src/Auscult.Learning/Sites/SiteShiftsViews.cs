using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Sites;

/// <summary>A site's shifts as they would be with less known: other labels, hidden stretches, missing signals.</summary>
public static class SiteShiftsViews
{
    /// <summary>The same shifts with other labels, and without the moments of some rows.</summary>
    /// <param name="shifts">The shifts; they are shared when nothing is hidden.</param>
    /// <param name="incidents">All labels the site shall have.</param>
    /// <param name="hidden">Rows of which nothing may be learned: neither as a fault nor as normal.</param>
    public static SiteShifts Relabelled(this SiteShifts shifts, IReadOnlyList<Incident> incidents, IReadOnlyList<RowSpan>? hidden = null)
    {
        var site = shifts.Site.Relabelled(incidents);
        if (hidden is null or { Count: 0 })
            return shifts with { Site = site };
        var kept = Enumerable.Range(0, shifts.Rows.Count)
            .Where(m => hidden.All(span => shifts.Rows[m] < span.First || shifts.Rows[m] >= span.End)).ToArray();
        return new SiteShifts(site, [.. kept.Select(m => shifts.Rows[m])], [.. shifts.Kinds.Select(kind => Kept(kind, kept))]);
    }

    /// <summary>
    /// The same site as if some signals had never been exported: nothing known of their values, no change of their presence. Labels stay.
    /// </summary>
    /// <param name="shifts">The shifts; they are copied.</param>
    /// <param name="isRemoved">Which signals to remove.</param>
    public static SiteShifts Without(this SiteShifts shifts, Func<Signal, bool> isRemoved) =>
        shifts with { Kinds = [.. shifts.Kinds.Select(kind => Masked(kind, isRemoved))] };

    /// <summary>Some neighbouring moments; they are copied, and keep their rows.</summary>
    /// <param name="shifts">The shifts.</param>
    /// <param name="first">First moment.</param>
    /// <param name="end">First moment after them.</param>
    public static SiteShifts Part(this SiteShifts shifts, int first, int end)
    {
        int[] kept = [.. Enumerable.Range(first, end - first)];
        return shifts with { Rows = [.. kept.Select(m => shifts.Rows[m])], Kinds = [.. shifts.Kinds.Select(kind => Kept(kind, kept))] };
    }

    /// <summary>The four channels of a signal of which nothing is known.</summary>
    internal static void Mask(Span<float> cell)
    {
        cell.Fill(float.NaN);
        cell[(int)ShiftChannel.Presence] = 0;
    }

    private static KindShifts Kept(KindShifts kind, int[] moments)
    {
        var result = new KindShifts(kind.Kind, kind.Entities, kind.Signals, moments.Length);
        var width = kind.Entities.Count * kind.Signals.Count * KindShifts.Channels;
        for (var i = 0; i < moments.Length; i++)
            Array.Copy(kind.Values, (long)moments[i] * width, result.Values, (long)i * width, width);
        return result;
    }

    private static KindShifts Masked(KindShifts kind, Func<Signal, bool> isRemoved)
    {
        var removed = Enumerable.Range(0, kind.Signals.Count).Where(s => isRemoved(kind.Signals[s])).ToArray();
        if (removed.Length == 0)
            return kind;
        var result = new KindShifts(kind.Kind, kind.Entities, kind.Signals, kind.Moments);
        kind.Values.CopyTo(result.Values, 0);
        for (var m = 0; m < kind.Moments; m++)
        {
            for (var e = 0; e < kind.Entities.Count; e++)
            {
                var cells = result.Write(m, e);
                foreach (var s in removed)
                {
                    Mask(cells.Slice(s * KindShifts.Channels, KindShifts.Channels));
                }
            }
        }
        return result;
    }
}
