using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.RdmaSysfs;

/// <summary>
/// Counters of InfiniBand and RoCE ports: the kernel's tree itself, sampled once or every step until a moment; or copies of it in folders
/// called as the times they were taken.
/// </summary>
/// <param name="config">Root, node, time zone, step, and the moments that bound what is taken.</param>
/// <param name="clock">Time of samples of the living tree.</param>
public sealed class RdmaSysfsSource(RdmaSysfsConfig config, TimeProvider clock) : IDatasetSource
{
    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var builder = new DatasetBuilder(config.Root, context);
        var resolver = new SignalResolver(context.Catalogue);
        var reader = new PortReader(builder, resolver, context.Bad);
        var copies = SysfsSnapshots.Find(config.Root, LocalTime.Of(config.TimeZone));
        if (copies.Count == 1 && copies[0].Micros is null)
            Sample(reader, copies[0], context.Cancellation);
        else
            ReadCopies(reader, copies, context.Cancellation);
        return builder.Build(new DatasetHead
        {
            Name = "rdma",
            Source = "rdma_sysfs",
            Origin = $"/sys/class/infiniband, {config.Root}",
            Licence = "unknown",
            Step = config.Step,
            Unmapped = resolver.Unmapped(),
        });
    }

    private void ReadCopies(PortReader reader, IReadOnlyList<SysfsSnapshot> copies, CancellationToken cancellation)
    {
        foreach (var copy in copies)
        {
            cancellation.ThrowIfCancellationRequested();
            if (copy.Micros is not { } micros)
                throw new InputException("no folder above it says when it was taken", copy.Folder, remedy: "call it as its time: 2026-01-31T12:00:00Z");
            if (config.Holds(micros))
                reader.Read(copy.Folder, copy.Node ?? config.Node ?? "node0", micros);
        }
    }

    private void Sample(PortReader reader, SysfsSnapshot tree, CancellationToken cancellation)
    {
        var node = tree.Node ?? config.Node ?? "node0";
        var step = config.Step ?? TimeSpan.FromSeconds(1);
        for (var next = clock.GetUtcNow(); ; next += step)
        {
            reader.Read(tree.Folder, node, Micros.From(clock.GetUtcNow()));
            if (config.Until is not { } until || next + step >= until)
                return;
            var wait = next + step - clock.GetUtcNow();
            if (wait > TimeSpan.Zero)
                Task.Delay(wait, clock, cancellation).GetAwaiter().GetResult();
        }
    }
}

/// <summary>What <see cref="RdmaSysfsSource"/> takes.</summary>
public sealed record RdmaSysfsConfig
{
    /// <summary>The tree, or the folder of its copies.</summary>
    public required string Root { get; init; }

    /// <summary>The node, where no folder names it; default <c>node0</c>.</summary>
    public string? Node { get; init; }

    /// <summary>Zone of folder names that are times without one; null: UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>First moment of copies to take; null: all.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>First moment not to take; the living tree is sampled until then, once when null.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Sampling step; null: 1 s for the living tree, found out for copies.</summary>
    public TimeSpan? Step { get; init; }

    /// <summary>What a <c>data:</c> section says.</summary>
    /// <exception cref="InputException">A moment does not read as a time.</exception>
    public static RdmaSysfsConfig Of(DataConfig config) => new()
    {
        Root = config.Root,
        Node = config.Node,
        TimeZone = config.TimeZone,
        From = TimeText.ParseKey(config.From, "data.from"),
        Until = TimeText.ParseKey(config.Until, "data.until"),
        Step = config.StepSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    internal bool Holds(long micros) => (From is not { } from || micros >= Micros.From(from)) && (Until is not { } until || micros < Micros.From(until));
}
