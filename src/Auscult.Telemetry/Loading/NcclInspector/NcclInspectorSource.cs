using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.NcclInspector;

/// <summary>
/// Records of NCCL's Inspector plugin, a JSON object per line and operation, a file per process: durations, bandwidths and sizes by operation
/// for every rank, and its communicators as groups.
/// </summary>
/// <param name="root">A file, a folder (one job) or a pattern.</param>
public sealed class NcclInspectorSource(string root) : IDatasetSource
{
    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var records = new List<InspectorRecord>();
        foreach (var file in InputFiles.Find(root))
            Read(file, records, context);
        if (records.Count == 0)
        {
            throw new InputException(
                "there is no record in it", root, remedy: context.Bad.Count > 0 ? $"e.g. {context.Bad.Listed[0]}" : "expected JSON lines of NCCL Inspector");
        }
        // By end: ranks of one process share a clock, and a record written late must not look like a step back.
        records.Sort((a, b) => a.Micros.CompareTo(b.Micros));
        var builder = new DatasetBuilder(root, context);
        var resolver = new SignalResolver(context.Catalogue);
        var names = RankNames.Of(records);
        var ranks = names.Keys.ToDictionary(process => process, process => new RankSeries(process, names[process], builder, resolver));
        foreach (var record in records)
            ranks[record.Process].Add(record);
        Group(records, process => ranks[process].Rank.Id, builder);
        return builder.Build(new DatasetHead
        {
            Name = Path.GetFileName(root.TrimEnd('/')) is { Length: > 0 } stem ? stem : "nccl",
            Source = "nccl",
            Origin = $"NCCL Inspector, {Path.GetFileName(root.TrimEnd('/'))}",
            Licence = "unknown",
            Unmapped = resolver.Unmapped(),
        });
    }

    private static void Read(string file, List<InspectorRecord> records, ImportContext context)
    {
        using var reader = LineReader.Open(file, context.Cancellation);
        foreach (var line in GoodLines.Of(reader, context.Bad))
        {
            try
            {
                records.Add(InspectorRecord.Parse(line, reader));
            }
            catch (InputException e)
            {
                context.Bad.Report(e);
            }
        }
    }

    // After a restart a communicator comes again under another id: the same ranks are one group.
    private static void Group(List<InspectorRecord> records, Func<Process, string> rankOf, DatasetBuilder builder)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var communicator in records.GroupBy(record => (record.Communicator, record.CommunicatorName)))
        {
            string[] members = [.. communicator.DistinctBy(record => record.Process).OrderBy(record => record.Rank).Select(record => rankOf(record.Process))];
            var (id, name) = communicator.Key;
            if (!seen.Add((RankNames.GroupKind(name), string.Join('|', members))))
                continue;
            foreach (var member in members)
                builder.Group(name == "unknown" ? id : $"{name} {id}", RankNames.GroupKind(name), member);
        }
    }

    /// <summary>The series of one process.</summary>
    private sealed class RankSeries
    {
        private readonly DatasetBuilder _builder;
        private readonly SignalResolver _resolver;
        private readonly Dictionary<string, (SampleSeries Series, double Scale)> _series = new(StringComparer.Ordinal);
        private readonly (SampleSeries Collectives, SampleSeries PointToPoint) _counts;
        private long _last;
        private long _numCollectives;
        private long _numPointToPoint;

        public RankSeries(Process process, string name, DatasetBuilder builder, SignalResolver resolver)
        {
            (_builder, _resolver) = (builder, resolver);
            builder.Entity(process.Host, EntityKind.Node);
            Rank = builder.Entity($"{process.Host}/{name}", EntityKind.Rank, process.Host);
            _counts = (Target("collectives_total").Series, Target("p2p_operations_total").Series);
        }

        public Entity Rank { get; }

        public void Add(InspectorRecord record)
        {
            // Operations of several communicators may end in one microsecond; each keeps a row of its own.
            _last = Math.Max(record.Micros, _last + 1);
            Sample($"nccl:{record.Operation}.exec_time_us", record.Microseconds);
            Sample($"nccl:{record.Operation}.busbw_gbs", record.BusGigabytesPerSecond);
            Sample($"nccl:{record.Operation}.msg_size_bytes", record.MessageBytes);
            if (record.IsPointToPoint)
                _counts.PointToPoint.Add(_last, ++_numPointToPoint);
            else
                _counts.Collectives.Add(_last, ++_numCollectives);
        }

        private void Sample(string name, double value)
        {
            var (series, scale) = Target(name);
            series.Add(_last, value * scale);
        }

        private (SampleSeries Series, double Scale) Target(string name)
        {
            if (_series.TryGetValue(name, out var known))
                return known;
            var signal = _resolver.Resolve(name, unknown => new Signal(unknown, Layer.Network, SignalKind.Gauge, "", EntityKind.Rank));
            return _series[name] = (_builder.Series(Rank, signal.Signal), signal.Scale);
        }
    }
}
