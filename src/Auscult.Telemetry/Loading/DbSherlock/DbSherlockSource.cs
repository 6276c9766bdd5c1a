using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Csv;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.DbSherlock;

/// <summary>
/// The DBSherlock corpus (Yoon, Niu, Mozafari, SIGMOD 2016): a database server under TPC-C, 93 metrics per second, one injected cause per
/// case. Every case is a recording of the one node; cases follow each other with 60 s between them.
/// </summary>
/// <remarks>
/// The cases have a row counter, not a clock, so times start at <see cref="Epoch"/>. A case's incident covers its labelled abnormal rows.
/// No split is published. In a few cases the collector of the database metrics fails for a row and writes -1; values are kept as published.
/// </remarks>
public sealed class DbSherlockSource(string root) : IDatasetSource
{
    /// <summary>Time of the first row of the first case; arbitrary.</summary>
    public static readonly DateTimeOffset Epoch = new(2016, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string Node = "server";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(60);

    /// <summary>Published cause to its class here and the layer where it starts; the layers are this project's reading of the paper.</summary>
    private static readonly Dictionary<string, (string FaultClass, Layer Layer)> Causes = new(StringComparer.Ordinal)
    {
        ["Poorly Written Query"] = ("poorly_written_query", Layer.Model),
        ["Poor Physical Design"] = ("poor_physical_design", Layer.Model),
        ["Workload Spike"] = ("workload_spike", Layer.Model),
        ["I/O Saturation"] = ("io_saturation", Layer.Storage),
        ["DB Backup"] = ("db_backup", Layer.Storage),
        ["Table Restore"] = ("table_restore", Layer.Storage),
        ["CPU Saturation"] = ("cpu_saturation", Layer.Hardware),
        ["Flush Log/Table"] = ("flush_log_table", Layer.Storage),
        ["Network Congestion"] = ("network_congestion", Layer.Network),
        ["Lock Contention"] = ("lock_contention", Layer.Model),
    };

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        var bad = (context ?? new ImportContext()).Bad;
        var cases = ReadCases(bad);
        var header = ReadHeader(cases[0]);
        var signals = header.Select(DbSherlockColumns.SignalOf).ToArray();
        var columns = signals.Select(_ => new List<double>(capacity: 16_000)).ToArray();
        var times = new List<long>(capacity: 16_000);
        var recordings = new List<Recording>();
        var incidents = new List<Incident>();
        var start = Epoch;
        foreach (var labelled in cases)
        {
            var rows = ReadRows(labelled, header, columns, bad);
            if (rows == 0)
                continue;
            for (var row = 0; row < rows; row++)
                times.Add(Micros.From(start + (row * Step)));
            recordings.Add(new Recording(labelled.Id, start, start + (rows * Step)));
            if (labelled.ToIncident(start, rows, LabelsFile, bad) is { } incident)
                incidents.Add(incident);
            start += (rows * Step) + Gap;
        }
        long[] time = [.. times];
        var entity = new int[time.Length];
        var series = signals.Zip(columns).GroupBy(pair => pair.First.Layer).Select(layer => new MemorySeries(
            layer.Key, EntityKind.Node, new SeriesTable([Node], time, entity, [.. layer.Select(pair => new SeriesColumn(pair.First.Name, [.. pair.Second]))])));
        var manifest = new DatasetManifest
        {
            Name = "dbsherlock",
            Step = Step,
            Origin = "DBSherlock TPC-C 16 warehouses, Yoon, Niu and Mozafari, SIGMOD 2016; times are made up",
            Licence = "no licence file; terms of use ask for citation",
            Recordings = recordings,
            Signals = [.. signals.OrderBy(signal => signal.Layer)],
            Import = bad.Count > 0 ? new ImportNote { Source = "dbsherlock", SkippedRecords = bad.Count } : null,
        };
        return new MemoryDataset(root, manifest, new Topology([new Entity(Node, EntityKind.Node)], []), [.. series], incidents);
    }

    private string LabelsFile => Path.Combine(root, "labels.csv");

    private string FileOf(Case labelled)
    {
        var plain = Path.Combine(root, "csv", $"{labelled.Id}.csv");
        return File.Exists(plain) ? plain : plain + ".gz";
    }

    private List<Case> ReadCases(BadRecords bad)
    {
        using var reader = DelimitedReader.Open(LabelsFile);
        var id = reader.IndexOf("case_id");
        var cause = reader.IndexOf("cause");
        var first = reader.IndexOf("abnormal_start_row");
        var last = reader.IndexOf("abnormal_end_row");
        var cases = new List<Case>();
        bad.ForEach(reader.Read, () =>
        {
            if (!Causes.TryGetValue(reader.Text(cause), out var known))
                throw reader.Error(cause, $"unknown cause '{reader.Text(cause)}'", NearestName.Suggest(reader.Text(cause), Causes.Keys));
            if (reader.Text(id) is var name && !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
                throw reader.Error(id, $"{Quoted.Of(name)} is not the name of a case");
            cases.Add(new Case(name, known.FaultClass, known.Layer, (int)reader.Number(first), (int)reader.Number(last), reader.Line));
        });
        return cases.Count > 0 ? [.. cases.OrderBy(labelled => labelled.Id, StringComparer.Ordinal)] : throw new InputException("has no case", LabelsFile);
    }

    private List<string> ReadHeader(Case labelled)
    {
        using var reader = DelimitedReader.Open(FileOf(labelled));
        _ = reader.IndexOf(DbSherlockColumns.Clock);
        return [.. reader.Header.Where(name => !string.Equals(name, DbSherlockColumns.Clock, StringComparison.Ordinal))];
    }

    // Labels count rows, so a row that is skipped stays as one in which everything is missing.
    private int ReadRows(Case labelled, List<string> header, List<double>[] columns, BadRecords bad)
    {
        try
        {
            using var reader = DelimitedReader.Open(FileOf(labelled));
            var positions = header.Select(reader.IndexOf).ToArray();
            var values = new double[positions.Length];
            var rows = 0;
            bad.ForEach(reader.Read, () =>
            {
                for (var i = 0; i < positions.Length; i++)
                    values[i] = reader.Number(positions[i]);
                Add(values);
            }, () => Add(Enumerable.Repeat(double.NaN, positions.Length)));
            return rows;

            void Add(IEnumerable<double> row)
            {
                rows++;
                foreach (var (column, value) in columns.Zip(row))
                    column.Add(value);
            }
        }
        catch (InputException e)
        {
            bad.Report(e);
            return 0;
        }
    }

    /// <summary>One line of labels.csv; rows are counted from 1, both ends included.</summary>
    private sealed record Case(string Id, string FaultClass, Layer Layer, int FirstRow, int LastRow, long Line)
    {
        public Incident? ToIncident(DateTimeOffset start, int rows, string labelsFile, BadRecords bad)
        {
            if (FirstRow < 1 || FirstRow > LastRow || LastRow > rows)
            {
                bad.Report(new InputException($"abnormal rows {FirstRow} to {LastRow} do not lie in the case's {rows} rows", labelsFile, Line));
                return null;
            }
            return new Incident
            {
                Id = Id,
                FaultClass = FaultClass,
                Layer = Layer,
                RootEntity = Node,
                Onset = start + ((FirstRow - 1) * Step),
                End = start + (LastRow * Step),
                Recording = Id,
            };
        }
    }
}
