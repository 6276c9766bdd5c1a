using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Schedulers;

/// <summary>What the sources of schedulers take.</summary>
public sealed record SchedulerConfig
{
    /// <summary>A file, a folder or a pattern.</summary>
    public required string Root { get; init; }

    /// <summary>Zone of times that do not say theirs; null: UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>First moment to take; null: all.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>First moment not to take; null: all.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Distance of the series' samples; null: a minute, more for more than a week.</summary>
    public TimeSpan? Step { get; init; }

    /// <summary>What a <c>data:</c> section says.</summary>
    /// <exception cref="InputException">A moment does not read as a time.</exception>
    public static SchedulerConfig Of(DataConfig config) => new()
    {
        Root = config.Root,
        TimeZone = config.TimeZone,
        From = TimeText.ParseKey(config.From, "data.from"),
        Until = TimeText.ParseKey(config.Until, "data.until"),
        Step = config.StepSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    internal Dataset Build(ClusterHistory history, string source, string name, ImportContext context)
    {
        if (history.IsEmpty)
        {
            throw new InputException(
                "no job has run and no node's state is told in it", Root, remedy: context.Bad.Count > 0 ? $"e.g. {context.Bad.Listed[0]}" : null);
        }
        var builder = new DatasetBuilder(Root, context);
        var step = history.Write(builder, Step);
        return builder.Build(new DatasetHead
        {
            Name = source,
            Source = source,
            Origin = $"{name}, {Path.GetFileName(Root.TrimEnd('/'))}",
            Licence = "unknown",
            Step = step,
        });
    }
}
