using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Storage;

namespace Auscult.Learning.Diagnosis.Model;

/// <summary>What is known of a trained model beside its numbers; <c>model.json</c>.</summary>
public sealed record DiagnosisModelInfo
{
    /// <summary>Version of the folder's layout that this program writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the folder's layout.</summary>
    public required int Version { get; init; }

    /// <summary>Name of the diagnoser.</summary>
    public required string Diagnoser { get; init; }

    /// <summary>Name of the dataset it learned from.</summary>
    public required string Dataset { get; init; }

    /// <summary>Fingerprint of the dataset.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Recordings it learned from.</summary>
    public required IReadOnlyList<string> TrainRecordings { get; init; }

    /// <summary>Recordings that thresholds and confidence were chosen on, beside the cross-fit.</summary>
    public required IReadOnlyList<string> HeldOutRecordings { get; init; }

    /// <summary>Labelled faults it learned from.</summary>
    public required int TrainIncidents { get; init; }

    /// <summary>How sites are compared.</summary>
    public required SiteConfig Site { get; init; }

    /// <summary>How judgements become alarms.</summary>
    public required AlarmConfig Alarm { get; init; }

    /// <summary>Diagnoser and evidence.</summary>
    public required DiagnosisConfig Diagnosis { get; init; }

    /// <summary>The whole configuration as YAML.</summary>
    public required string Resolved { get; init; }
}

/// <summary>
/// A trained diagnosis with everything that using it needs: a folder of <c>model.json</c>, <c>scales.json</c>, <c>alarms.json</c> (thresholds, confidence,
/// known incidents) and the diagnoser's own files. The folder appears whole or not at all.
/// </summary>
/// <param name="Info">What it is.</param>
/// <param name="Scales">Usual spreads of signals.</param>
/// <param name="Diagnoser">Fitted.</param>
/// <param name="Alarms">Thresholds, confidence, known incidents.</param>
public sealed record DiagnosisModel(DiagnosisModelInfo Info, SignalScales Scales, ISiteDiagnoser Diagnoser, AlarmModel Alarms)
{
    /// <summary>Name of the folder within that of a run.</summary>
    public const string FolderName = "diagnosis";

    private const string InfoFile = "model.json";
    private const string ScalesFile = "scales.json";
    private const string AlarmsFile = "alarms.json";

    /// <summary>Whether a folder of a run holds a model.</summary>
    public static bool IsIn(string runFolder) => File.Exists(Path.Combine(runFolder, FolderName, InfoFile));

    /// <summary>Writes the model into the folder of a run; an earlier one is replaced.</summary>
    public void Save(string runFolder)
    {
        using var folder = new DurableFolder(Path.Combine(runFolder, FolderName), overwrite: true);
        string At(string file) => Path.Combine(folder.TemporaryPath, file);
        DiagnosisJson.Write(At(InfoFile), Info, DiagnosisJson.Default.DiagnosisModelInfo);
        AtomicFile.WriteAllText(At(ScalesFile), Scales.ToJson());
        DiagnosisJson.Write(At(AlarmsFile), Alarms, DiagnosisJson.Default.AlarmModel);
        Diagnosers.Save(Info.Diagnoser, Diagnoser, folder.TemporaryPath);
        folder.Commit();
    }

    /// <summary>Reads what is known of the model in the folder of a run, without its numbers.</summary>
    /// <exception cref="InputException">There is none, or it is of another version.</exception>
    public static DiagnosisModelInfo ReadInfo(string runFolder)
    {
        if (!IsIn(runFolder))
            throw new InputException("holds no diagnosis model", runFolder, remedy: "run 'auscult train task=diagnosis' first");
        var file = Path.Combine(runFolder, FolderName, InfoFile);
        var info = DiagnosisJson.Read(file, DiagnosisJson.Default.DiagnosisModelInfo);
        return info.Version == DiagnosisModelInfo.CurrentVersion ? info : throw new InputException(
            $"has version {info.Version}, this program reads {DiagnosisModelInfo.CurrentVersion}", file, remedy: "train the model again");
    }

    /// <summary>Reads the model in the folder of a run.</summary>
    /// <exception cref="InputException">There is none, it is of another version, or damaged.</exception>
    public static DiagnosisModel Load(string runFolder)
    {
        var info = ReadInfo(runFolder);
        var folder = Path.Combine(runFolder, FolderName);
        var scales = Path.Combine(folder, ScalesFile);
        if (!File.Exists(scales))
            throw new InputException("no such file", scales, remedy: "train the model again");
        return new DiagnosisModel(
            info, SignalScales.FromJson(File.ReadAllText(scales), scales), Diagnosers.Load(info.Diagnoser, folder),
            DiagnosisJson.Read(Path.Combine(folder, AlarmsFile), DiagnosisJson.Default.AlarmModel));
    }

    /// <summary>The alarms of one site; causal, as if its rows came in one after the other.</summary>
    public IReadOnlyList<SiteAlarm> Detect(SiteShifts site)
    {
        var judged = Diagnoser.Judge(site, [.. Enumerable.Range(0, site.Rows.Count)]);
        var moments = new MomentEvidence[judged.Length];
        Parallel.For(0, judged.Length, m => moments[m] = Alarms.Evidence(site, m, judged[m], Info.Alarm));
        return [.. AlarmTracker.Run(site, Alarms, Info.Alarm, moments).Paged];
    }
}
