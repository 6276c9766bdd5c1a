using Auscult.Evaluation.Diagnosis;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Evidence;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>One recording as a model judges it: scores, layers, alarms beside labels.</summary>
internal sealed class JudgedRecording
{
    /// <summary>Longest score that is kept whole.</summary>
    public const int MostMoments = 100_000;

    private const int MostBins = 1500;
    private const int LargestShifts = 5;
    private static readonly Layer[] Layers = Enum.GetValues<Layer>();

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
    public string DominantLayer(int moment) => Name(Layers[Array.IndexOf(_lanes[moment], _lanes[moment].Max())]);

    public static string Name(Layer layer) => layer.ToString().ToLowerInvariant();

    /// <summary>What is drawn of it.</summary>
    public ReportedRecording Describe()
    {
        var site = Shifts.Site;
        var moments = Enumerable.Range(0, _evidence.Length).ToArray();
        var bins = moments.Chunk(Math.Max(1, (int)Math.Ceiling(moments.Length / (double)MostBins))).ToArray();
        var score = new Curve([.. moments.Select(SecondsOf)], [.. _evidence.Select(moment => moment.Score)]);
        return new ReportedRecording(
            site.Recording, site.Start, site.RowCount * site.Step.TotalSeconds, [.. bins.Select(bin => SecondsOf(bin[^1]))],
            [.. Layers.Select((layer, l) => new LayerLane(Name(layer), [.. bins.Select(bin => bin.Max(m => _lanes[m][l]))]))],
            Lttb.Sample(score, MostMoments), _model.Alarms.Threshold, [.. site.Incidents.Select(Band)]);
    }

    private LabelledBand Band(SiteIncident placed) => new(
        placed.Incident.Id, placed.Incident.FaultClass, placed.Incident.IsBenign, placed.Incident.RootEntity,
        placed.FirstRow * Shifts.Site.Step.TotalSeconds, placed.EndRow * Shifts.Site.Step.TotalSeconds);

    /// <summary>Mean of the largest shifts of each layer.</summary>
    private static double[] ShiftsOf(SiteShifts shifts, int moment)
    {
        var largest = Array.ConvertAll(Layers, _ => new double[LargestShifts]);
        foreach (var kind in shifts.Kinds)
        {
            for (var e = 0; e < kind.Entities.Count; e++)
            {
                var row = kind.At(moment, e);
                for (var s = 0; s < kind.Signals.Count; s++)
                    Insert(largest[(int)kind.Signals[s].Layer], ShiftSize.Of(row.Slice(s * KindShifts.Channels, KindShifts.Channels)));
            }
        }
        return Array.ConvertAll(largest, values => values.Average());
    }

    private static void Insert(double[] largest, double value)
    {
        if (value <= largest[^1])
            return;
        largest[^1] = value;
        for (var i = largest.Length - 1; i > 0 && largest[i] > largest[i - 1]; i--)
            (largest[i], largest[i - 1]) = (largest[i - 1], largest[i]);
    }
}
