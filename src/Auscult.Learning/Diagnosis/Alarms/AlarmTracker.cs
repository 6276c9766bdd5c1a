using Auscult.Learning.Sites;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>
/// Raises, re-judges and ends the alarms of one site, moment by moment: it may be fed live. An alarm opens at a significant moment, is confirmed
/// when k of n agree, and ends when nothing was significant for a while; what returns soon after with the same class or place is the same alarm. A
/// second one beside it needs a place of its own that has most of the blame, sticks out among its peers, and another class.
/// </summary>
public sealed class AlarmTracker
{
    private readonly SiteShifts _site;
    private readonly AlarmModel _model;
    private readonly AlarmConfig _config;
    private readonly SitePlaces _places;
    private readonly Queue<bool> _recent = new();
    private readonly List<SiteAlarm> _alarms = [];
    private readonly List<MomentEvidence> _second = [];

    /// <param name="site">The site.</param>
    /// <param name="model">Thresholds and confidence.</param>
    /// <param name="config">Times.</param>
    public AlarmTracker(SiteShifts site, AlarmModel model, AlarmConfig config) =>
        (_site, _model, _config, _places) = (site, model, config, new SitePlaces(site.Site));

    /// <summary>Every alarm that was confirmed or may still be, in order of start; those nobody was told of are among them.</summary>
    public IReadOnlyList<SiteAlarm> Alarms => _alarms;

    /// <summary>Alarms somebody was told of.</summary>
    public IEnumerable<SiteAlarm> Paged => _alarms.Where(alarm => alarm.Paged is not null);

    /// <summary>All alarms of a stretch that is known already.</summary>
    public static AlarmTracker Run(SiteShifts site, AlarmModel model, AlarmConfig config, IEnumerable<MomentEvidence> moments)
    {
        var tracker = new AlarmTracker(site, model, config);
        foreach (var moment in moments)
            tracker.Step(moment);
        tracker.Finish();
        return tracker;
    }

    /// <summary>Takes the next moment.</summary>
    public void Step(MomentEvidence now)
    {
        var isSignificant = now.Score >= _model.Threshold;
        _recent.Enqueue(isSignificant);
        if (_recent.Count > _config.OfMoments)
            _recent.Dequeue();
        if (isSignificant)
            Attribute(now);
        else
            _second.Clear();
        foreach (var alarm in _alarms.Where(alarm => alarm.State != AlarmState.Ended).ToArray())
            Advance(alarm, now);
        _alarms.RemoveAll(alarm => alarm.State == AlarmState.Ended && alarm.Confirmed is null);
    }

    /// <summary>Settles what was said last of alarms that still last at the end of the data.</summary>
    public void Finish()
    {
        _alarms.RemoveAll(alarm => alarm.Confirmed is null);
        foreach (var alarm in _alarms)
            Settle(alarm);
    }

    private void Settle(SiteAlarm alarm)
    {
        alarm.EarlyVerdict ??= alarm.Verdict;
        alarm.Severity = alarm.Verdict!.FaultShare * Severity.Lost(_site.Site, _site.Rows[alarm.Start], _site.Rows[alarm.LastSignificant]);
    }

    private void Attribute(MomentEvidence now)
    {
        var place = TopPlace(now.Judgement);
        var active = _alarms.Where(alarm => alarm.State != AlarmState.Ended).ToArray();
        var own = active.FirstOrDefault(alarm => PlaceOf(alarm) == place) ?? active.FirstOrDefault();
        if (own is null)
        {
            own = Returned(now, place);
            if (own is null)
                _alarms.Add(own = new SiteAlarm(_alarms.Count + 1, now.Moment));
        }
        else if (IsSecond(now, own, place, active.Length))
        {
            _second.Add(now);
            if (_second.Count < Math.Max(2, _model.ConfirmMoments))
                return;
            own = new SiteAlarm(_alarms.Count + 1, _second[0].Moment) { State = AlarmState.Confirmed, Confirmed = now.Moment };
            _alarms.Add(own);
            foreach (var earlier in _second.SkipLast(1))
                Add(own, earlier);
            _second.Clear();
        }
        else
        {
            _second.Clear();
        }
        Add(own, now);
    }

    /// <summary>An alarm that ended a short while ago and is back; null when this is another one.</summary>
    private SiteAlarm? Returned(MomentEvidence now, int place)
    {
        var last = _alarms.LastOrDefault(alarm => alarm.Confirmed is not null);
        if (last is null)
            return null;
        var seconds = Seconds(last.LastSignificant, now.Moment) - _config.HoldSeconds;
        var isSame = PlaceOf(last) == place || last.Verdict!.Classes[0].Name == TopFault(now.Judgement);
        if (seconds > _config.RefractorySeconds && !(seconds <= _config.MergeSeconds && isSame))
            return null;
        (last.State, last.Ended) = (AlarmState.Confirmed, null);
        return last;
    }

    private bool IsSecond(MomentEvidence now, SiteAlarm first, int place, int active) =>
        active < _config.MaxConcurrent && first.State == AlarmState.Confirmed && PlaceOf(first) != place
        && Seconds(first.Start, now.Moment) > _config.KnownSeconds
        && _places.Blame(now.Judgement.Blame)[place] >= _config.SecondBlame
        && now.Strange.Any(strange => _places.Of(strange.Entity) == place)
        && _model.Classes.FaultProbability(now.Judgement.Probabilities) > 0.5
        && TopFault(now.Judgement) != first.Verdict!.Classes[0].Name;

    private void Add(SiteAlarm alarm, MomentEvidence now)
    {
        alarm.LastSignificant = now.Moment;
        if (now.Score > alarm.Score || alarm.Evidence.Count == 0)
            (alarm.Score, alarm.Strange) = (now.Score, now.Strange);
        alarm.PValue = Math.Min(alarm.PValue, now.PValue);
        if (alarm.Paged is not null && Seconds(alarm.Start, now.Moment) > _config.EvidenceSeconds)
            return;
        alarm.Evidence.Add(now.Judgement);
        alarm.Verdict = _model.Verdict(_places, alarm.Evidence, _config);
    }

    private void Advance(SiteAlarm alarm, MomentEvidence now)
    {
        if (alarm.State == AlarmState.Open && _recent.Count(flag => flag) >= _model.ConfirmMoments)
            (alarm.State, alarm.Confirmed) = (AlarmState.Confirmed, now.Moment);
        if (alarm.State == AlarmState.Confirmed && alarm.Paged is null && !alarm.Verdict!.IsBenign)
            alarm.Paged = now.Moment;
        var quiet = Seconds(alarm.LastSignificant, now.Moment);
        var isOver = alarm.State == AlarmState.Open ? !_recent.Contains(true) : quiet >= _config.HoldSeconds;
        if (isOver)
            (alarm.State, alarm.Ended) = (AlarmState.Ended, now.Moment);
        if (alarm.Paged is { } paged && (isOver || (alarm.EarlyVerdict is null && Seconds(paged, now.Moment) >= _config.KnownSeconds)))
            Settle(alarm);
    }

    private string TopFault(SiteJudgement judgement)
    {
        var best = -1;
        for (var c = 0; c < _model.Classes.Names.Count; c++)
        {
            if (!_model.Classes.IsBenign[c] && (best < 0 || judgement.Probabilities[c] > judgement.Probabilities[best]))
                best = c;
        }
        return best < 0 ? DiagnosisClasses.Normal : _model.Classes.Names[best];
    }

    private int TopPlace(SiteJudgement judgement)
    {
        var blame = _places.Blame(judgement.Blame);
        return Array.IndexOf(blame, blame.Max());
    }

    private int PlaceOf(SiteAlarm alarm) => alarm.Verdict is { } verdict ? _places.Find(verdict.Places[0].Name) : -1;

    private double Seconds(int first, int last) => (_site.Rows[last] - _site.Rows[first]) * _site.Site.Step.TotalSeconds;
}
