using System.Text.RegularExpressions;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Traces;

/// <summary>
/// The source <c>trace</c>: Chrome or Kineto JSON, one file per rank, reduced to the time each rank spends per step and kind of operation.
/// </summary>
/// <param name="root">A file, a folder, or a pattern.</param>
/// <param name="node">The node that the ranks are on; null: unknown.</param>
/// <param name="from">Where the clock begins when the trace tells no date; null: <see cref="Epoch"/>.</param>
public sealed partial class TraceSource(string root, string? node = null, DateTimeOffset? from = null) : IDatasetSource
{
    /// <summary>Where the clock of a trace without a date begins; arbitrary.</summary>
    public static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var builder = new DatasetBuilder(root, context);
        var steps = new TraceSteps(builder, context.Catalogue);
        foreach (var file in InputFiles.Find(root, "*.json*"))
            Read(file, steps, builder, context);
        return builder.Build(new DatasetHead
        {
            Name = Path.GetFileName(root.TrimEnd('/')).Split('.')[0] is { Length: > 0 } name ? name : "trace",
            Source = "trace",
            Origin = $"trace {Path.GetFileName(root.TrimEnd('/'))}",
            Licence = "unknown",
        });
    }

    private void Read(string file, TraceSteps steps, DatasetBuilder builder, ImportContext context)
    {
        var reducer = new TraceReducer(_ => 0);
        var reader = new TraceReader(file, context);
        reader.Read(reducer.Take);
        var parent = node is null ? null : builder.Entity(node, EntityKind.Node).Id;
        var number = reader.Rank ?? RankIn(file) ?? 0;
        var rank = builder.Entity(parent is null ? $"rank{number}" : $"{parent}/rank{number}", EntityKind.Rank, parent);
        var found = reducer.Steps().ToList();
        if (found.Count == 0)
        {
            context.Bad.Report(new InputException(
                "has no operation in a training step", file,
                remedy: "profile with a step schedule (ProfilerStep#N), or name the step in args.step"));
            return;
        }
        var zero = ZeroOf(reader, found[0].Value.Start, file, context);
        foreach (var (key, step) in found)
            steps.Add(rank, key.Step, zero + (long)step.End, step);
        if (reducer.Negative > 0)
            context.Note($"{Path.GetFileName(file)}: {reducer.Negative} operations end before they begin; they count as lasting no time");
        if (reducer.Outside > 0)
            context.Note($"{Path.GetFileName(file)}: {reducer.Outside} operations outside every step are left out");
    }

    /// <summary>Microseconds since 1970 of the trace's zero.</summary>
    private long ZeroOf(TraceReader reader, double first, string file, ImportContext context)
    {
        var zero = reader.BaseNanoseconds / 1_000;
        if (TimeText.IsPlausible(zero + (long)first))
            return zero;
        context.Note($"{Path.GetFileName(file)}: the trace tells no date; its first step begins at {from ?? Epoch:u}");
        return Micros.From(from ?? Epoch) - (long)first;
    }

    private static int? RankIn(string file) =>
        RankName().Match(Path.GetFileName(file)) is { Success: true } match ? int.Parse(match.Groups["rank"].ValueSpan) : null;

    [GeneratedRegex("rank[-_.]?(?<rank>[0-9]{1,6})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RankName();
}
