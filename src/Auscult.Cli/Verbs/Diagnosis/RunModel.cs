using System.CommandLine;
using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Verbs.Diagnosis;

/// <summary>A trained diagnosis and the data it is used on.</summary>
/// <param name="Folder">Folder of the run.</param>
/// <param name="Model">The model, with the user's overrides of its settings.</param>
/// <param name="Dataset">The data.</param>
/// <param name="CacheFolder">Where fused frames are kept.</param>
internal sealed record RunModel(string Folder, DiagnosisModel Model, Dataset Dataset, string CacheFolder)
{
    private const string DatasetFile = "dataset.yaml";

    /// <summary>Finds model and data.</summary>
    /// <param name="runFolder">Folder of a run of <c>auscult train task=diagnosis</c>.</param>
    /// <param name="datasetFolder">A dataset folder; null takes the data of the run's configuration with the overrides.</param>
    /// <param name="cache">Where fused frames are kept; null: within the run.</param>
    /// <param name="result">What was typed.</param>
    /// <param name="config">Overrides of the run's settings.</param>
    /// <param name="first">Overrides that were typed in another argument's place.</param>
    /// <exception cref="InputException">There is no such model or dataset, or an override does not fit.</exception>
    public static RunModel Open(string runFolder, string? datasetFolder, string? cache, ParseResult result, ConfigArguments config,
        params IEnumerable<string> first) =>
        Open(runFolder, datasetFolder, cache, (earlier, file) => config.ComposeOver(result, earlier, file, first));

    /// <summary>Finds model and data, with the settings that the model was learned with.</summary>
    /// <param name="runFolder">Folder of a run of <c>auscult train task=diagnosis</c>.</param>
    /// <param name="datasetFolder">A dataset folder; null takes the data of the run's configuration.</param>
    /// <param name="cache">Where fused frames are kept; null: within the run.</param>
    /// <param name="configFolder">Folder of the configuration files; null: the usual one.</param>
    /// <param name="services">The process.</param>
    /// <exception cref="InputException">There is no such model or dataset.</exception>
    public static RunModel Open(string runFolder, string? datasetFolder, string? cache, string? configFolder, CliServices services) =>
        Open(runFolder, datasetFolder, cache, (earlier, file) => ConfigYaml.Parse(earlier, new ConfigSource(file, null, null)) is ConfigMapping mapping
            ? new ConfigComposer(ConfigFolder.Find(configFolder, services.Environment), services.Environment).ComposeOver(mapping, [])
            : throw new InputException("holds no configuration", file));

    private static RunModel Open(string runFolder, string? datasetFolder, string? cache, Func<string, string, ResolvedConfig> resolve)
    {
        var folder = Path.TrimEndingDirectorySeparator(runFolder);
        if (!Directory.Exists(folder))
            throw new InputException("no such run", runFolder, remedy: "give the output_dir of 'auscult train task=diagnosis'");
        var info = DiagnosisModel.ReadInfo(folder);
        var resolved = resolve(info.Resolved, Path.Combine(folder, DiagnosisModel.FolderName, "model.json"));
        var dataset = datasetFolder is null ? DatasetSources.Load(resolved.Bind<DataConfig>("data")) : Dataset.Open(datasetFolder);
        var model = DiagnosisModel.Load(folder);
        return new RunModel(
            folder,
            model with
            {
                Info = info with
                {
                    Site = resolved.Bind<SiteConfig>("site"),
                    Alarm = resolved.Bind<AlarmConfig>("alarm"),
                    Diagnosis = resolved.Bind<DiagnosisConfig>("diagnosis"),
                },
            },
            dataset, cache ?? Path.Combine(folder, Pipelines.CacheFolder));
    }

    /// <summary>Which folder is which: a run that holds a model, or a dataset to use a run's model on.</summary>
    /// <param name="target">The folder that was named.</param>
    /// <param name="run">The run that was named beside it; null when none was.</param>
    /// <exception cref="InputException">It is neither, or a dataset without a run.</exception>
    public static (string Run, string? Dataset) Tell(string target, string? run)
    {
        if (!Directory.Exists(target))
            throw new InputException("no such folder", target, remedy: "give the output_dir of 'auscult train task=diagnosis', or a dataset folder");
        if (File.Exists(Path.Combine(target, DatasetFile)))
            return (run ?? throw new InputException("is a dataset: which model shall judge it?", target, remedy: "give --run RUN"), target);
        return run is null ? (target, null) : throw new InputException("is not a dataset folder", target, remedy: "give the run alone, or a dataset with --run");
    }

    /// <summary>
    /// The recordings to judge: those named; otherwise those that the model has not learned from, or all when there is no other.
    /// </summary>
    /// <exception cref="InputException">There is no recording of a name.</exception>
    public IReadOnlyList<string> Recordings(IReadOnlyList<string> named, Action<string> note)
    {
        string[] all = [.. Dataset.Manifest.Recordings.Select(recording => recording.Name)];
        if (named.FirstOrDefault(name => !all.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw new InputException($"there is no recording '{unknown}'", Dataset.Location, remedy: NearestName.Suggest(unknown, all));
        if (named.Count > 0)
            return [.. named.Distinct(StringComparer.Ordinal)];
        if (Dataset.Fingerprint != Model.Info.Fingerprint)
            return all;
        string[] unseen = [.. all.Except(Model.Info.TrainRecordings, StringComparer.Ordinal)];
        if (unseen.Length > 0)
            return unseen;
        note("the model has learned from all of these recordings: it does better here than elsewhere");
        return all;
    }

    /// <summary>Opens one recording, and its shifts.</summary>
    public SiteShifts Open(string recording) =>
        SiteShifts.Trailing(Site.Open(Dataset, recording, Model.Info.Site, CacheFolder), Model.Scales, Model.Info.Site);
}
