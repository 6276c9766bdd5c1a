using Auscult.Evaluation.Diagnosis;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Evidence;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Learning.Sites;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>One recording as a model judges it: scores, layers, alarms beside labels.</summary>
internal sealed class JudgedRecording
{
    /// <summary>Longest score that is kept whole.</summary>
    public const int MostMoments = 100_000;

    /// <summary>Most cells of a lane.</summary>
    public const int MostBins = 1500;

    private readonly DiagnosisModel _model;
    private readonly MomentEvidence[] _evidence;
    private readonly double[][] _lanes;

    public JudgedRecording(DiagnosisModel model, SiteShifts shifts)
    {
        (_model, Shifts, Judged) = (model, shifts, JudgedSite.Of(model.Diagnoser, shifts));
        var evidence = new MomentEvidence[shifts.Rows.Count];
        var lanes = new double[shifts.Rows.Count][];
        Parallel.For(0, evidence.Length, m =>
        {
            evidence[m] = model.Alarms.Evidence(shifts, m, Judged.Judgements[m], model.Info.Alarm);
            lanes[m] = ShiftsOf(shifts, m);
        });
        (_evidence, _lanes) = (evidence, lanes);
        Alarms = [.. AlarmTracker.Run(shifts, model.Alarms, model.Info.Alarm, evidence).Paged];
        Matching = AlarmMatching.Of(shifts, Alarms, model.Info.Alarm.SettleSeconds);
    }

    public SiteShifts Shifts { get; }

    public JudgedSite Judged { get; }

    public IReadOnlyList<SiteAlarm> Alarms { get; }

    public AlarmMatching Matching { get; }

    /// <summary>What it did, by the labels.</summary>
    public JudgedTestSite Outcome() => JudgedTestSite.Of(Judged, _model.Alarms, _model.Info.Alarm);

    /// <summary>Seconds from the start of the recording to the end of a moment.</summary>
    public double SecondsOf(int moment) => (Shifts.Rows[moment] + 1) * Shifts.Site.Step.TotalSeconds;

    /// <summary>The layer with the largest shifts at a moment.</summary>
    public string DominantLayer(int moment) => LargestShifts.Dominant(_lanes[moment]);

    /// <summary>What is drawn of it.</summary>
    public ReportedRecording Describe()
    {
        var site = Shifts.Site;
        var bins = LargestShifts.Bins(_evidence.Length, MostBins);
        var score = new Curve([.. Enumerable.Range(0, _evidence.Length).Select(SecondsOf)], [.. _evidence.Select(moment => moment.Score)]);
        return new ReportedRecording(
            site.Recording, site.Start, site.RowCount * site.Step.TotalSeconds, [.. bins.Select(bin => SecondsOf(bin[^1]))],
            LargestShifts.Lanes(bins, _lanes),
            Lttb.Sample(score, MostMoments), _model.Alarms.Threshold, [.. site.Incidents.Select(Band)]);
    }

    private LabelledBand Band(SiteIncident placed) => new(
        placed.Incident.Id, placed.Incident.FaultClass, placed.Incident.IsBenign, placed.Incident.RootEntity,
        placed.FirstRow * Shifts.Site.Step.TotalSeconds, placed.EndRow * Shifts.Site.Step.TotalSeconds);

    /// <summary>Mean of the largest shifts of each layer.</summary>
    private static double[] ShiftsOf(SiteShifts shifts, int moment)
    {
        var largest = new LargestShifts();
        foreach (var kind in shifts.Kinds)
        {
            for (var e = 0; e < kind.Entities.Count; e++)
            {
                var row = kind.At(moment, e);
                for (var s = 0; s < kind.Signals.Count; s++)
                    largest.Add(kind.Signals[s].Layer, ShiftSize.Of(row.Slice(s * KindShifts.Channels, KindShifts.Channels)));
            }
        }
        return largest.Means();
    }
}
