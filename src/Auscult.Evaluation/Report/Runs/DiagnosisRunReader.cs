using Auscult.Evaluation.Diagnosis;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>Judges recordings with a trained diagnosis and gathers everything that a report shows of it.</summary>
/// <param name="model">The model.</param>
/// <param name="dataset">What is judged.</param>
/// <param name="open">Opens a recording; called once for each, and disposed here.</param>
public sealed class DiagnosisRunReader(DiagnosisModel model, Dataset dataset, Func<string, SiteShifts> open)
{
    private const int Seed = 1;

    private static readonly string[] Headlines =
    [
        "event F1", "recall", "event precision", "false alarms per day and 500 accelerators", "macro F1, known", "node top-1, known",
        "calibration error, known", "delay, others (s)",
    ];

    /// <summary>Controls that are fitted on the same recordings to stand beside the run; default random and majority.</summary>
    public IReadOnlyList<string> Baselines { get; init; } = ["random", "majority"];

    /// <summary>Alarms that are explained in each recording: the most severe ones. Default 20.</summary>
    public int Explained { get; init; } = 20;

    /// <summary>What is known of the run beside the model: program, commit, run id.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>Steps that <see cref="Read"/> reports.</summary>
    /// <param name="recordings">Recordings to judge.</param>
    public int StepsOf(IReadOnlyList<string> recordings) => recordings.Count + BaselineSteps;

    private bool KnowsTraining => dataset.Fingerprint == model.Info.Fingerprint;

    private int BaselineSteps => Baselines.Count > 0 && KnowsTraining ? model.Info.TrainRecordings.Count + model.Info.HeldOutRecordings.Count : 0;

    /// <summary>Judges.</summary>
    /// <param name="name">Name of the run.</param>
    /// <param name="recordings">Recordings to judge.</param>
    /// <param name="report">Hears what is done next.</param>
    /// <param name="stop">Ends it early.</param>
    public ReportedRun Read(string name, IReadOnlyList<string> recordings, Action<string> report, CancellationToken stop)
    {
        var sites = new List<Site>();
        SiteShifts Open(string recording)
        {
            stop.ThrowIfCancellationRequested();
            report(recording);
            var shifts = open(recording);
            sites.Add(shifts.Site);
            return shifts;
        }
        try
        {
            var judged = recordings.Select(recording => new JudgedRecording(model, Open(recording))).ToArray();
            var incidents = judged.SelectMany(recording =>
            {
                stop.ThrowIfCancellationRequested();
                return new IncidentReader(model, recording).Read(Explained);
            }).ToArray();
            var classes = model.Diagnoser.Classes;
            var known = classes.Names.Where((_, c) => !classes.IsBenign[c]).ToHashSet(StringComparer.Ordinal);
            var outcomes = judged.Select(recording => recording.Outcome()).ToArray();
            var all = outcomes.SelectMany(site => site.Outcomes).ToArray();
            return new ReportedRun
            {
                Name = name, Config = model.Info.Resolved, Facts = [.. OwnFacts(recordings.Count, all.Length), .. Facts],
                Notes = Notes(recordings, all.Length, incidents), Headlines = Headlines,
                Figures = new FigureSet(name, FigureRole.Run, Figures(outcomes, known)),
                Beside = all.Length == 0 ? [] : [.. Controls(Open, [.. judged.Select(recording => recording.Shifts)], known)],
                Recordings = [.. judged.Select(recording => recording.Describe())], Incidents = incidents,
                Map = MapReader.Of(model, dataset, judged), Confusions = ConfusionsOf(all),
                Reliability = Reliability.Of(all, known), LeadTimes = LeadTimes.Of([.. judged.SelectMany(Delays)]),
                Sites = outcomes, KnownClasses = [.. known],
            };
        }
        finally
        {
            sites.ForEach(site => site.Dispose());
        }
    }

    /// <summary>Confusion at known onsets, and of alarms.</summary>
    internal static IReadOnlyList<ReportedConfusion> ConfusionsOf(IReadOnlyList<IncidentOutcome> outcomes)
    {
        var atOnset = outcomes.Where(outcome => outcome.Known is not null).ToArray();
        return
        [
            .. new[]
            {
                Confusion("at known onsets", atOnset, outcome => outcome.Known!.Likeliest),
                Confusion("of the alarms; missed faults have no answer", outcomes, outcome => outcome.Detected?.Likeliest),
            }.OfType<ReportedConfusion>(),
        ];
    }

    private static ReportedConfusion? Confusion(string title, IReadOnlyList<IncidentOutcome> outcomes, Func<IncidentOutcome, string?> answer)
    {
        if (outcomes.Count == 0)
            return null;
        string[] truths = [.. outcomes.Select(outcome => outcome.FaultClass)];
        string?[] answers = [.. outcomes.Select(answer)];
        string[] classes = [.. truths.Concat(answers.OfType<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var matrix = new Metrics.ConfusionMatrix(classes, truths, answers);
        return new ReportedConfusion(
            title, classes, [.. classes.Select((_, t) => (IReadOnlyList<int>)[.. classes.Select((_, p) => matrix[t, p]), matrix.Unanswered(t)])]);
    }

    private static IReadOnlyList<Figure> Figures(IReadOnlyList<JudgedTestSite> outcomes, IReadOnlySet<string> known) =>
        outcomes.All(site => site.Outcomes.Count == 0) ? [] : SiteFigures.Of(outcomes, known, new Seeds(Seed));

    private static IEnumerable<(string Class, double? Seconds)> Delays(JudgedRecording recording)
    {
        foreach (var matched in recording.Matching.Alarms.Where(matched => matched.Truth == AlarmTruth.Found))
        {
            yield return (matched.Incident!.Incident.FaultClass,
                recording.SecondsOf(matched.Alarm.Paged!.Value) - (matched.Incident.FirstRow * recording.Shifts.Site.Step.TotalSeconds));
        }
        foreach (var missed in recording.Matching.Missed)
            yield return (missed.Incident.FaultClass, null);
    }

    private IEnumerable<FigureSet> Controls(Func<string, SiteShifts> openSite, IReadOnlyList<SiteShifts> judged, IReadOnlySet<string> known)
    {
        if (BaselineSteps == 0)
            yield break;
        var train = model.Info.TrainRecordings.Select(openSite).ToArray();
        var heldOut = model.Info.HeldOutRecordings.Select(openSite).ToArray();
        foreach (var subject in SiteSubjects.Of(Baselines))
        {
            using var diagnoser = subject.Create(new Seeds(Seed));
            diagnoser.Fit(train);
            var memory = IncidentMemory.Of(diagnoser, train, model.Info.Alarm.KnownSeconds);
            // A control learns nothing that could leak from where its threshold is chosen.
            var chosen = (heldOut.Length > 0 ? heldOut : train).Select(site => JudgedSite.Of(diagnoser, site)).ToArray();
            var alarms = AlarmFitting.Fit(diagnoser, memory, chosen, model.Info.Alarm);
            var sites = judged.Select(site => JudgedTestSite.Of(JudgedSite.Of(diagnoser, site), alarms, model.Info.Alarm)).ToArray();
            var role = subject.Name is "random" or "majority" ? FigureRole.Control : FigureRole.Baseline;
            yield return new FigureSet(subject.Name, role, SiteFigures.Of(sites, known, new Seeds(Seed)));
        }
    }

    private IEnumerable<KeyValuePair<string, string>> OwnFacts(int recordings, int faults) =>
    [
        new("dataset", dataset.Manifest.Name),
        new("data fingerprint", dataset.Fingerprint),
        new("diagnoser", model.Info.Diagnoser),
        new("learned from", $"{model.Info.TrainIncidents} faults in {model.Info.TrainRecordings.Count} recordings"),
        new("judged on", $"{faults} faults in {recordings} recordings"),
    ];

    private string[] Notes(IReadOnlyList<string> recordings, int faults, IReadOnlyList<ReportedIncident> incidents)
    {
        var notes = new List<string>();
        if (faults == 0)
            notes.Add("The recordings have no labelled fault: there are no figures, only what the model says.");
        else
            notes.Add("Intervals are the central 95% of 1,000 resamples of faults (of recordings for figures over recordings).");
        if (KnowsTraining && recordings.Intersect(model.Info.TrainRecordings, StringComparer.Ordinal).Any())
            notes.Add("The model has learned from some of these recordings: it does better there than elsewhere.");
        if (KnowsTraining && recordings.Intersect(model.Info.HeldOutRecordings, StringComparer.Ordinal).ToArray() is { Length: > 0 } chosen)
            notes.Add($"Thresholds were chosen on {string.Join(", ", chosen)}: figures there are a little better than elsewhere.");
        if (BaselineSteps > 0)
            notes.Add("Alarms also weigh how strange entities look, which no diagnoser decides: a control finds faults by that, but neither their class nor their place.");
        if (BaselineSteps == 0 && Baselines.Count > 0 && faults > 0)
            notes.Add("These are not the data that the model learned from, so no control could be fitted beside it.");
        var silent = incidents.Count(incident => incident.Raised is not null && incident.Evidence is null);
        if (silent > 0)
            notes.Add($"{silent} alarms are listed without evidence; --explain gives more.");
        return [.. notes];
    }
}
