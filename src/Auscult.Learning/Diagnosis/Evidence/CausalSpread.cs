using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Evidence;

/// <summary>One step of how an incident spread, as it was observed.</summary>
/// <param name="DelaySeconds">First clear shift, in seconds after that of the culprit; negative when it came before.</param>
/// <param name="Entity">The first entity that shows it.</param>
/// <param name="Count">Entities of the kind that show it at the same moment.</param>
/// <param name="Kind">Their kind.</param>
/// <param name="Signal">The signal that shifts most there.</param>
/// <param name="Direction">What happens to it.</param>
/// <param name="Relation">How the entity is connected with the culprit.</param>
public sealed record SpreadStep(
    double DelaySeconds, string Entity, int Count, EntityKind Kind, string Signal, ShiftDirection Direction, string Relation)
{
    /// <summary>The relation of entities that only the site has in common.</summary>
    public const string Unconnected = "same site";
}

/// <summary>
/// The order in which entities first shifted clearly: from the culprit through what is connected with it. A signal counts from the first of three
/// consecutive moments at which it is far from its past or gone, unless it was so before.
/// </summary>
public sealed class CausalSpread
{
    private const int MomentsBefore = 12;

    // A spike of one row stays in "now" for two moments at the usual lengths.
    private const int ClearMoments = 3;
    private const float Gone = 0.5f;

    private readonly SiteShifts _shifts;
    private readonly int _first;
    private readonly int _end;
    private readonly float _moved;

    /// <param name="shifts">The site.</param>
    /// <param name="start">Moment at which the incident starts.</param>
    /// <param name="end">First moment after it.</param>
    /// <param name="config">What counts as moved, and how far ahead of the start first signs are looked for.</param>
    public CausalSpread(SiteShifts shifts, int start, int end, EvidenceConfig config)
    {
        (_shifts, _end, _moved) = (shifts, end, (float)config.MovedShift);
        var lead = shifts.Site.RowsIn(config.LeadSeconds);
        _first = start;
        while (_first > 0 && shifts.Rows[_first - 1] >= shifts.Rows[start] - lead)
            _first--;
    }

    /// <summary>First moment at which a signal is clearly shifted; -1 when it is not, or was before.</summary>
    public int FirstShift(EntityRef entity, int signal)
    {
        var at = signal * KindShifts.Channels;
        var kind = _shifts.Kinds[entity.Kind];
        for (var m = Math.Max(0, _first - MomentsBefore); m < _first; m++)
        {
            if (IsMoved(kind.At(m, entity.Entity)[at..]))
                return -1;
        }
        for (var (m, run) = (_first, 0); m < _end; m++)
        {
            run = IsMoved(kind.At(m, entity.Entity)[at..]) ? run + 1 : 0;
            if (run == ClearMoments)
                return m - ClearMoments + 1;
        }
        return -1;
    }

    /// <summary>The first shift of any signal of an entity, and which one shifts most soon after; null when none does.</summary>
    public (int Moment, int Signal)? FirstShift(EntityRef entity)
    {
        var kind = _shifts.Kinds[entity.Kind];
        var first = Enumerable.Range(0, kind.Signals.Count).Select(s => (Moment: FirstShift(entity, s), Signal: s)).Where(found => found.Moment >= 0).ToArray();
        if (first.Length == 0)
            return null;
        var moment = first.Min(found => found.Moment);
        var seen = Math.Min(_end - 1, moment + ClearMoments - 1);
        return first.Where(found => found.Moment == moment)
            .MaxBy(found => ShiftSize.Of(kind.At(seen, entity.Entity).Slice(found.Signal * KindShifts.Channels, KindShifts.Channels)));
    }

    /// <summary>The spread, in order of time; entities of a kind that shift at the same moment and are connected alike are one step.</summary>
    /// <param name="culprit">Where it started.</param>
    public IReadOnlyList<SpreadStep> Steps(EntityRef culprit)
    {
        var site = _shifts.Site;
        var connections = new EntityConnections(site);
        var root = site.IdOf(culprit);
        var found = new List<(EntityRef Entity, int Moment, int Signal, string Relation)>();
        for (var k = 0; k < _shifts.Kinds.Count; k++)
        {
            for (var e = 0; e < _shifts.Kinds[k].Entities.Count; e++)
            {
                var entity = new EntityRef(k, e);
                if (FirstShift(entity) is { } first)
                    found.Add((entity, first.Moment, first.Signal, connections.Between(site.IdOf(entity), root)));
            }
        }
        if (found.Count == 0)
            return [];
        var origin = found.Where(one => one.Entity == culprit).Select(one => one.Moment).DefaultIfEmpty(found.Min(one => one.Moment)).First();
        return [.. found.GroupBy(one => (one.Entity.Kind, one.Moment, one.Relation)).OrderBy(group => group.Key.Moment)
            .ThenByDescending(group => group.Any(one => one.Entity == culprit)).ThenBy(group => group.Count()).Select(group => Step(group.ToArray(), origin))];
    }

    private SpreadStep Step((EntityRef Entity, int Moment, int Signal, string Relation)[] alike, int origin)
    {
        var (entity, moment, _, relation) = alike[0];
        var kind = _shifts.Kinds[entity.Kind];
        // The signal that most of them show first.
        var signal = alike.GroupBy(one => one.Signal).MaxBy(group => group.Count())!.Key;
        var seen = Math.Min(_end - 1, moment + ClearMoments - 1);
        return new SpreadStep(
            (_shifts.Rows[moment] - _shifts.Rows[origin]) * _shifts.Site.Step.TotalSeconds, _shifts.Site.IdOf(entity), alike.Length, kind.Kind,
            kind.Signals[signal].Name, ShiftSize.DirectionOf(kind.At(seen, entity.Entity).Slice(signal * KindShifts.Channels, KindShifts.Channels)), relation);
    }

    private bool IsMoved(ReadOnlySpan<float> cell) =>
        Math.Abs(cell[(int)ShiftChannel.Own]) >= _moved || cell[(int)ShiftChannel.Presence] <= -Gone;
}
