using System.CommandLine;
using System.Globalization;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Learning.Sites;
using Auscult.Retraining;
using Auscult.Retraining.Running;
using Auscult.Telemetry.Storage;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary><c>auscult shadow</c>: champion and challenger on the same live or new data, without labels; who serves does not change.</summary>
internal static class ShadowCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command("shadow", "Let a challenger judge the same data as the champion, and report where they disagree; nothing changes.");
        var target = new Argument<string>("dataset")
        {
            Description = "The dataset folder to judge, such as the latest hours; no labels are needed.",
            HelpName = "DATASET",
        };
        command.Arguments.Add(target);
        var challenger = new Option<int?>("--challenger")
        {
            Description = "Version to compare (default: the newest that is not the champion).",
            HelpName = "VERSION",
        };
        var recordings = new Option<string[]>("--recording") { Description = "Only this recording; may be given several times.", HelpName = "NAME" };
        command.Options.Add(challenger);
        command.Options.Add(recordings);
        var config = new ConfigArguments(command, services);
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            var settings = config.Compose(result).Bind<RetrainConfig>(RetrainOptions.Section);
            var dataset = Dataset.Open(result.GetRequiredValue(target));
            var (champion, other) = Versions(new RetrainFolder(settings.Folder), result.GetValue(challenger));
            var found = Judge(settings, dataset, champion, other, result.GetValue(recordings) ?? [], services);
            if (!json.TakesOutput(result))
                Describe(found, services);
            json.Write(result, found);
            return ExitCode.Ok;
        });
        return command;
    }

    private static (int Champion, int Challenger) Versions(RetrainFolder folder, int? named)
    {
        var champion = folder.Registry.Champion ?? throw new InputException("has no champion yet", folder.Path, remedy: "run 'auscult retrain' first");
        if (named is { } wanted && !folder.Registry.Has(wanted))
            throw new InputException($"there is no version {wanted}", folder.Path, remedy: $"there are: {string.Join(", ", folder.Registry.Numbers)}");
        var others = folder.Registry.Numbers.Where(number => number != champion).ToArray();
        return (champion, named ?? (others.Length > 0 ? others[^1] : throw new InputException(
            "has no version beside the champion", folder.Path, remedy: "challengers are made by 'auscult retrain'")));
    }

    private static ShadowResults Judge(
        RetrainConfig config, Dataset dataset, int champion, int challenger, IReadOnlyList<string> named, CliServices services)
    {
        var registry = new RetrainFolder(config.Folder).Registry;
        var (before, after) = (DiagnosisModel.Load(registry.FolderOf(champion)), DiagnosisModel.Load(registry.FolderOf(challenger)));
        string[] all = [.. dataset.Manifest.Recordings.Select(recording => recording.Name)];
        if (named.FirstOrDefault(name => !all.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw new InputException($"there is no recording '{unknown}'", dataset.Location, remedy: NearestName.Suggest(unknown, all));
        var names = named.Count > 0 ? named : all;
        var found = services.Progress.Run("judging", names.Count, report => names.Select((name, i) =>
        {
            services.Cancellation.ThrowIfCancellationRequested();
            report(i, name);
            using var site = Site.Open(dataset, name, before.Info.Site, Path.Combine(config.Folder, Pipelines.CacheFolder));
            return ShadowedRecording.Of(site, before, after);
        }).ToArray());
        before.Diagnoser.Dispose();
        after.Diagnoser.Dispose();
        return new ShadowResults(dataset.Manifest.Name, champion, challenger, found);
    }

    private static void Describe(ShadowResults results, CliServices services)
    {
        var table = new WideTable(
            $"{results.Dataset}: version {results.Champion} (champion) and version {results.Challenger}", 1,
            [
                new WideColumn("recording", IsText: true), new WideColumn("alarms of\nboth"), new WideColumn("champion\nonly"),
                new WideColumn("challenger\nonly"), new WideColumn("other\nclass"), new WideColumn("other\nplace"), new WideColumn("moments\nat odds"),
            ]);
        foreach (var one in results.Recordings)
        {
            table.AddRow(
                one.Recording, Text(one.Both), Text(one.ChampionOnly), Text(one.ChallengerOnly), Text(one.OtherClass), Text(one.OtherPlace),
                string.Create(CultureInfo.InvariantCulture, $"{100 * one.MomentsAtOdds:0.0} %"));
        }
        table.WriteTo(services.Tables);
        foreach (var one in results.Recordings.SelectMany(recording => recording.Differences))
            services.Output.WriteLine(one);
        services.Output.WriteLine(results.Line);

        static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
    }
}
