using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.InfiniteHbd;

/// <summary>
/// The InfiniteHBD fault trace (Shou et al., SIGCOMM 2025): node faults of a production cluster for LLM training over 348 days, without
/// metrics.
/// </summary>
/// <remarks>
/// Every fault is an incident and two events (<c>fault_start</c>, <c>fault_end</c>). The dataset's one signal is <c>fault_state</c> of each
/// node: the number of its open faults at every full hour, which is 0 when all is well. Nodes that never failed are not in the trace, only
/// their number (400 servers were sampled) is known.
/// </remarks>
/// <param name="root">The folder with <c>fault_trace.json</c> or <c>fault_trace.json.gz</c>.</param>
/// <param name="step">How often the state is sampled; default one hour.</param>
public sealed class InfiniteHbdSource(string root, TimeSpan? step = null) : IDatasetSource
{
    /// <summary>Name in the registry.</summary>
    public const string Name = "infinite_hbd";

    /// <summary>Day 0 of the trace.</summary>
    public static readonly DateTimeOffset Start = new(2024, 3, 30, 0, 0, 0, TimeSpan.Zero);

    private static readonly Signal FaultState = new("fault_state", Layer.Hardware, SignalKind.State, "faults", EntityKind.Node, Aggregation.Sum);

    private readonly TimeSpan _step = step ?? TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var path = FindFile();
        var faults = Pair(ReadEvents(path, context), path, context);
        if (faults.Count == 0)
            throw new InputException("there is no fault in it", path, remedy: context.Bad.Count > 0 ? $"e.g. {context.Bad.Listed[0]}" : null);
        var end = Start + TimeSpan.FromDays(Math.Ceiling((faults.Max(fault => fault.End) - Start).TotalDays));
        if ((end - Start) / _step * faults.Select(fault => fault.Node).Distinct(StringComparer.Ordinal).Count() > 1e8)
            throw new InputException($"data.step_seconds: {_step.TotalSeconds} would make more than 100 million samples", remedy: "use a longer step");
        var builder = new DatasetBuilder(path, context);
        foreach (var node in faults.GroupBy(fault => fault.Node, StringComparer.Ordinal))
        {
            builder.Entity(node.Key, EntityKind.Node);
            AddStates(builder, node.Key, [.. node], end);
        }
        foreach (var (fault, i) in faults.Select((fault, i) => (fault, i)))
        {
            builder.Incidents.Add(fault.ToIncident($"fault-{i}"));
            builder.Events.Add(new OperationalEvent(fault.Start, fault.Node, "fault_start", fault.Detail));
            builder.Events.Add(new OperationalEvent(fault.End, fault.Node, "fault_end", fault.Detail));
        }
        return builder.Build(new DatasetHead
        {
            Name = Name,
            Source = Name,
            Origin = "InfiniteHBD-Trace, Shou et al., SIGCOMM 2025; fault events only, 400 servers sampled",
            Licence = "Apache-2.0",
            Step = _step,
            Recordings = [new Recording("trace", Start, end + _step)],
        });
    }

    private string FindFile() => new[] { "fault_trace.json", "fault_trace.json.gz" }.Select(name => Path.Combine(root, name)).FirstOrDefault(File.Exists)
        ?? (File.Exists(root) ? root : throw new InputException("not a folder of the InfiniteHBD trace", root, remedy: "it must hold fault_trace.json"));

    private void AddStates(DatasetBuilder builder, string node, IReadOnlyList<Fault> faults, DateTimeOffset end)
    {
        var samples = builder.Series(builder.Entity(node, EntityKind.Node), FaultState);
        for (var time = Start; time <= end; time += _step)
            samples.Add(Micros.From(time), faults.Count(fault => fault.Start <= time && time < fault.End));
    }

    private static List<FaultEvent> ReadEvents(string path, ImportContext context)
    {
        var events = new List<FaultEvent>();
        using var document = JsonText.Parse(path, context);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw new InputException("is not a list of fault events", path);
        foreach (var (element, i) in document.RootElement.EnumerateArray().Select((element, i) => (element, i)))
        {
            try
            {
                events.Add(FaultEvent.Read(element, path, i + 1));
            }
            catch (InputException e)
            {
                context.Bad.Report(e);
            }
        }
        return events;
    }

    // A fault ends with the next end of the same node and type.
    private static List<Fault> Pair(List<FaultEvent> events, string path, ImportContext context)
    {
        var open = new Dictionary<(string, string, string, string), Queue<FaultEvent>>();
        var faults = new List<Fault>();
        foreach (var happened in events.OrderBy(happened => happened.Time))
        {
            var key = (happened.Node, happened.Level, happened.Class, happened.Description);
            if (happened.IsStart)
            {
                if (!open.TryGetValue(key, out var started))
                    open.Add(key, started = new Queue<FaultEvent>());
                started.Enqueue(happened);
            }
            else if (open.TryGetValue(key, out var started) && started.TryDequeue(out var start))
            {
                faults.Add(new Fault(start, happened.Time));
            }
            else
            {
                context.Bad.Report(new InputException($"event {happened.Number}: a fault of '{happened.Node}' ends that never started", path));
            }
        }
        foreach (var started in open.Values.SelectMany(queue => queue))
            context.Bad.Report(new InputException($"event {started.Number}: a fault of '{started.Node}' never ends", path));
        return [.. faults.OrderBy(fault => fault.Start)];
    }
}
