using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Corrections;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Learning.Diagnosis.Model;

/// <summary>Learns a <see cref="DiagnosisModel"/> from the labelled recordings of a dataset.</summary>
/// <param name="Diagnosis">What learns from what.</param>
/// <param name="Site">How sites are compared.</param>
/// <param name="Alarm">How judgements become alarms.</param>
/// <param name="Seed">Every random choice derives from it.</param>
/// <param name="Resolved">The whole configuration as YAML, kept with the model.</param>
public sealed record DiagnosisTraining(DiagnosisConfig Diagnosis, SiteConfig Site, AlarmConfig Alarm, long Seed, string Resolved)
{
    /// <summary>
    /// A diagnoser whose weights the new one begins with where both can; null begins anew. Copies of the cross-fit always begin anew, for the earlier
    /// one may have learned from what they are judged on.
    /// </summary>
    public ISiteDiagnoser? StartFrom { get; init; }

    /// <summary>The recordings of a dataset that are learned from, and those that are held out.</summary>
    public (IReadOnlyList<string> Train, IReadOnlyList<string> HeldOut) Recordings(Dataset dataset)
    {
        var splits = dataset.Manifest.Splits;
        return splits.Count == 0
            ? (Sites.Site.RecordingsOf(dataset, ""), [])
            : (Sites.Site.RecordingsOf(dataset, Diagnosis.TrainPart), splits.GetValueOrDefault(Diagnosis.HeldOutPart) ?? []);
    }

    /// <summary>Learns.</summary>
    /// <param name="dataset">Labelled.</param>
    /// <param name="cacheFolder">Where fused frames are kept.</param>
    /// <param name="report">Hears how many steps are done of <see cref="StepsOf(Dataset)"/>, and what comes next.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="InputException">There is no labelled fault, or nothing that thresholds could be chosen on.</exception>
    public DiagnosisModel Run(Dataset dataset, string cacheFolder, Action<int, string> report, CancellationToken cancellation)
    {
        var (train, heldOut) = Recordings(dataset);
        DiagnosisRecording Source(string name) => new(name, () => Sites.Site.Open(dataset, name, Site, cacheFolder));
        return Run(
            new DiagnosisData(dataset.Manifest.Name, dataset.Location, dataset.Fingerprint, [.. train.Select(Source)], [.. heldOut.Select(Source)]), report, cancellation);
    }

    /// <summary>Learns from recordings wherever they come from.</summary>
    /// <param name="data">Labelled.</param>
    /// <param name="report">Hears how many steps are done of <see cref="StepsOf(DiagnosisData)"/>, and what comes next.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="InputException">There is no labelled fault, or nothing that thresholds could be chosen on.</exception>
    public DiagnosisModel Run(DiagnosisData data, Action<int, string> report, CancellationToken cancellation)
    {
        var (train, heldOut) = (data.Train, data.HeldOut);
        var folds = Math.Min(Diagnosis.CalibrationFolds, train.Count);
        if (heldOut.Count == 0 && folds < 2)
        {
            throw new InputException(
                $"has {train.Count} recording to learn from and none to choose thresholds on", data.Location,
                remedy: "give more recordings, and diagnosis.calibration_folds of 2 or more");
        }
        var done = 0;
        var sites = new List<Site>();
        try
        {
            foreach (var recording in train.Concat(heldOut))
            {
                Next($"opening {recording.Name}");
                sites.Add(recording.Open());
            }
            Next("scales");
            var scales = SignalScales.Fit(sites.Take(train.Count));
            var shifts = sites.Select(site =>
            {
                Next($"shifts of {site.Recording}");
                return SiteShifts.Trailing(site, scales, Site);
            }).ToArray();
            Next("learning");
            var seeds = new Seeds(Seed);
            var diagnoser = Diagnosers.Create(Diagnosis, seeds.Child("diagnoser"));
            if (diagnoser is EncoderDiagnoser encoder && StartFrom is EncoderDiagnoser earlier)
                encoder.StartFrom(earlier);
            var learned = shifts[..train.Count];
            if (Diagnosis.Feedback is { } feedback)
                learned = [.. DiagnosisFeedback.Apply(learned, DiagnosisFeedback.Load(feedback))];
            diagnoser.Fit(learned);
            Next("thresholds and confidence");
            var memory = IncidentMemory.Of(diagnoser, learned, Alarm.KnownSeconds);
            var judged = CrossFitting.Judge(
                () => Diagnosers.Create(Diagnosis, seeds.Child("diagnoser")), learned, diagnoser.Classes, folds, seeds.Child("cross-fit"));
            var alarms = AlarmFitting.Fit(
                diagnoser, memory, [.. judged, .. shifts[train.Count..].Select(site => JudgedSite.Of(diagnoser, site))], Alarm);
            return new DiagnosisModel(Info(data, learned), scales, diagnoser, alarms);
        }
        finally
        {
            sites.ForEach(site => site.Dispose());
        }

        void Next(string what)
        {
            cancellation.ThrowIfCancellationRequested();
            report(done++, what);
        }
    }

    /// <summary>Number of steps that a training on a dataset reports.</summary>
    public int StepsOf(Dataset dataset)
    {
        var (train, heldOut) = Recordings(dataset);
        return StepsOf(train.Count + heldOut.Count);
    }

    /// <summary>Number of steps that a training on recordings reports.</summary>
    public static int StepsOf(DiagnosisData data) => StepsOf(data.Train.Count + data.HeldOut.Count);

    private static int StepsOf(int recordings) => (2 * recordings) + 3;

    private DiagnosisModelInfo Info(DiagnosisData data, SiteShifts[] learned) => new()
    {
        Version = DiagnosisModelInfo.CurrentVersion,
        Diagnoser = Diagnosis.Diagnoser,
        Dataset = data.Name,
        Fingerprint = data.Fingerprint,
        TrainRecordings = [.. data.Train.Select(recording => recording.Name)],
        HeldOutRecordings = [.. data.HeldOut.Select(recording => recording.Name)],
        TrainIncidents = learned.Sum(site => site.Site.Faults.Count),
        Site = Site,
        Alarm = Alarm,
        Diagnosis = Diagnosis,
        Resolved = Resolved,
    };
}

/// <summary>A recording to learn from.</summary>
/// <param name="Name">Its name, unique in the training.</param>
/// <param name="Open">Opens it.</param>
public sealed record DiagnosisRecording(string Name, Func<Site> Open);

/// <summary>Recordings of one dataset or several.</summary>
/// <param name="Name">What they are called together.</param>
/// <param name="Location">Where they are, for messages.</param>
/// <param name="Fingerprint">Of all of them.</param>
/// <param name="Train">Learned from.</param>
/// <param name="HeldOut">Thresholds and confidence are chosen on them, beside the cross-fit.</param>
public sealed record DiagnosisData(
    string Name, string Location, string Fingerprint, IReadOnlyList<DiagnosisRecording> Train, IReadOnlyList<DiagnosisRecording> HeldOut);
