using System.Text.RegularExpressions;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>
/// The source <c>training_log</c>: one log, or several: files with different ranks in their names are one run, any others are runs that
/// followed each other, a recording each.
/// </summary>
/// <param name="root">A file, a folder, or a pattern.</param>
/// <param name="format">Name of the pattern set; null or <c>auto</c> finds it out.</param>
/// <param name="node">The node that the ranks are on; null: unknown.</param>
/// <param name="from">Where the clock begins when the log tells no time.</param>
/// <param name="stepSeconds">Time of a step that the log does not tell; null: 1 s.</param>
public sealed partial class TrainingLogFiles(string root, string? format, string? node, DateTimeOffset? from, double? stepSeconds)
    : IDatasetSource
{
    /// <summary>Where the clock of a log without any time begins; arbitrary.</summary>
    public static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan BetweenRuns = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        if (format is not (null or "auto"))
            _ = LogFormats.Create(format);
        var builder = new DatasetBuilder(root, context);
        var resolver = new SignalResolver(context.Catalogue);
        var recordings = new List<Recording>();
        var start = from ?? Epoch;
        var runs = Runs(InputFiles.Find(root));
        foreach (var files in runs)
        {
            var run = new LogRun(runs.Count == 1 ? "run" : StemOf(files[0].Path), builder, new LogSignals(builder, resolver), node, context)
            {
                Start = Micros.From(start),
                DefaultStepSeconds = stepSeconds ?? 1,
            };
            foreach (var (file, rank) in files)
                run.Read(file, format, rank);
            if (run.Finish() is not { } recording)
            {
                throw new InputException(
                    "has no training step that could be read", files[0].Path,
                    remedy: context.Bad.Count > 0 ? $"e.g. {context.Bad.Listed[0]}" : null);
            }
            recordings.Add(recording);
            start = recording.End + BetweenRuns;
        }
        return builder.Build(new DatasetHead
        {
            Name = StemOf(root),
            Source = "training_log",
            Origin = $"training log {Path.GetFileName(root.TrimEnd('/'))}",
            Licence = "unknown",
            Recordings = InOrder(recordings),
            Unmapped = resolver.Unmapped(),
        });
    }

    private List<Recording> InOrder(List<Recording> recordings)
    {
        List<Recording> ordered = [.. recordings.OrderBy(recording => recording.Start)];
        foreach (var (before, after) in ordered.Zip(ordered.Skip(1)))
        {
            if (after.Start < before.End)
            {
                throw new InputException(
                    $"'{before.Name}' and '{after.Name}' ran at the same time", root, remedy: "import them one by one");
            }
        }
        return ordered;
    }

    /// <summary>Files that differ in the rank in their names are of one run.</summary>
    private static List<List<(string Path, int? Rank)>> Runs(IReadOnlyList<string> files)
    {
        var ranked = files.Select(file => (Path: file, Rank: RankIn(file))).ToList();
        return ranked.TrueForAll(file => file.Rank is not null) && ranked.DistinctBy(file => file.Rank).Count() == ranked.Count
            ? [ranked]
            : [.. ranked.Select(file => new List<(string, int?)> { (file.Path, null) })];
    }

    private static int? RankIn(string file) =>
        RankName().Match(Path.GetFileName(file)) is { Success: true } match ? int.Parse(match.Groups["rank"].ValueSpan) : null;

    private static string StemOf(string path)
    {
        var name = Path.GetFileName(path.TrimEnd('/')).Replace("*", "", StringComparison.Ordinal);
        foreach (var ending in (string[])[".gz", ".txt", ".log", ".out", ".json", ".jsonl"])
            name = name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && name.Length > ending.Length ? name[..^ending.Length] : name;
        return name.Length > 0 ? name : "training_log";
    }

    [GeneratedRegex("rank[-_.]?(?<rank>[0-9]{1,6})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RankName();
}
