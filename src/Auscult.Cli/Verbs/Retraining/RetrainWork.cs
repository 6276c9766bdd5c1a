using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Evaluation.Diagnosis;
using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Learning.Sites;
using Auscult.Retraining;
using Auscult.Retraining.Checks;
using Auscult.Retraining.Data;
using Auscult.Retraining.Decision;
using Auscult.Retraining.Running;
using Auscult.Retraining.State;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary>Retraining of diagnoses: what comes in are labelled recordings of clusters, what is made is a <see cref="DiagnosisModel"/>.</summary>
internal sealed class RetrainWork : IRetrainingWork
{
    private const int ThresholdsEvery = 4;
    private readonly RetrainConfig _config;
    private readonly DiagnosisTraining _training;
    private readonly DeliveredData _data;
    private readonly CliServices _services;
    private readonly Seeds _seeds;

    public RetrainWork(RetrainConfig config, ResolvedConfig resolved, CliServices services)
    {
        _config = config;
        _services = services;
        _seeds = new Seeds(resolved.Seed).Child("retrain");
        _training = new DiagnosisTraining(
            resolved.Bind<DiagnosisConfig>("diagnosis"), resolved.Bind<SiteConfig>("site"), resolved.Bind<AlarmConfig>("alarm"), resolved.Seed,
            resolved.ToYaml());
        _data = new DeliveredData(config, () => resolved.Bind<DataConfig>("data"), _training.Site);
        Settings = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
            (_training.Diagnosis, _training.Site, _training.Alarm, _training.Seed), new JsonSerializerOptions { IncludeFields = true }))));
    }

    /// <inheritdoc/>
    public string Settings { get; }

    /// <inheritdoc/>
    public IReadOnlyList<IncomingDataset> Incoming() => _data.All();

    /// <inheritdoc/>
    public CheckedDelivery Check(Delivery delivery, string? champion)
    {
        var check = new DataCheck(_config.Check, _seeds.Child("check"));
        var model = champion is null ? null : DiagnosisModel.Load(champion);
        try
        {
            RecordingProfile[] fresh =
            [
                .. delivery.Recordings.Select(recording =>
                {
                    _services.Cancellation.ThrowIfCancellationRequested();
                    using var site = _data.Open(delivery.Location, recording.Name);
                    var name = $"{delivery.Dataset}/{recording.Name}";
                    return model is null
                        ? SiteProfiles.Of(name, SiteShifts.Trailing(site, SignalScales.None, _training.Site), _training.Alarm)
                        : SiteProfiles.Judged(name, Judge(model, site), model);
                }),
            ];
            return champion is null ? check.First(delivery, fresh) : check.Of(delivery, fresh, ProfileFile.Read(champion));
        }
        catch (InputException e)
        {
            return DataCheck.Unreadable(delivery, e.Message);
        }
        finally
        {
            model?.Diagnoser.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Train(AttemptData data, string? champion, string folder)
    {
        var all = _data.Of(data.All, DataRole.Train);
        // Without a cross-fit thresholds need recordings of their own: always the same ones, so that no champion has learned from them.
        var asked = _training.Diagnosis.CalibrationFolds < 2 ? all.Where(IsForThresholds).ToArray() : [];
        var what = new DiagnosisData("retraining", _config.Incoming ?? _config.Folder, data.Digest, [.. all.Except(asked)], asked);
        var total = DiagnosisTraining.StepsOf(what);
        var before = champion is null ? null : DiagnosisModel.Load(champion);
        using var frees = new Freed(before);
        var training = _training with { StartFrom = before?.Diagnoser };
        var model = _services.Progress.Run("training", total, report =>
        {
            var learned = training.Run(what, (done, next) => report(done, next), _services.Cancellation);
            report(total);
            return learned;
        });
        model.Save(folder);
        model.Diagnoser.Dispose();
    }

    /// <inheritdoc/>
    public Comparison Compare(AttemptData data, string? champion, string challenger)
    {
        var (train, heldOut) = (_data.Of(data.All, DataRole.Train), _data.Of(data.All, DataRole.HeldOut));
        var (before, after) = (champion is null ? null : DiagnosisModel.Load(champion), DiagnosisModel.Load(challenger));
        using var frees = new Freed(before, after);
        var (old, mine, profiles) = (new List<JudgedTestSite>(), new List<JudgedTestSite>(), new List<RecordingProfile>());
        foreach (var recording in heldOut)
        {
            _services.Cancellation.ThrowIfCancellationRequested();
            using var site = recording.Open();
            if (before is not null)
                old.Add(JudgedTestSite.Of(Judge(before, site), before.Alarms, before.Info.Alarm));
            var judged = Judge(after, site);
            mine.Add(JudgedTestSite.Of(judged, after.Alarms, after.Info.Alarm));
            profiles.Add(SiteProfiles.Judged(recording.Name, judged, after));
        }
        foreach (var recording in train)
        {
            _services.Cancellation.ThrowIfCancellationRequested();
            using var site = recording.Open();
            profiles.Add(SiteProfiles.Of(recording.Name, SiteShifts.Trailing(site, after.Scales, after.Info.Site), after.Info.Alarm));
        }
        ProfileFile.Write(challenger, new DataProfile(profiles, SiteProfiles.FaultsOf(after)));
        return new PairedFigures(_config, _seeds.Child("figures")).Of(before is null ? null : old, mine);
    }

    private static bool IsForThresholds(DiagnosisRecording recording) => new Seeds(0).Child(recording.Name).Value % ThresholdsEvery == 0;

    private static JudgedSite Judge(DiagnosisModel model, Site site) =>
        JudgedSite.Of(model.Diagnoser, SiteShifts.Trailing(site, model.Scales, model.Info.Site));

    private sealed class Freed(params DiagnosisModel?[] models) : IDisposable
    {
        public void Dispose() => Array.ForEach(models, model => model?.Diagnoser.Dispose());
    }
}
