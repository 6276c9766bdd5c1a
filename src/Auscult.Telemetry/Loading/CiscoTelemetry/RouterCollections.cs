using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Csv;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.CiscoTelemetry;

/// <summary>Reads the YANG collections of one router: a CSV file each, with the keys of a row among its columns.</summary>
internal sealed class RouterCollections(string folder, DatasetBuilder builder, CiscoSignals signals, ImportContext context)
{
    private const string Router = "leaf7";
    private static readonly string[] Cards = ["node-name", "id"];
    private static readonly string[] States = ["state", "line-state", "actual-state", "actual-line-state"];
    private static readonly string[] Texts = ["EncodingPath", "Producer", "Target", "host"];

    /// <summary>Part of the file's name to short name and layer of the collection.</summary>
    private static readonly (string File, string Name, Layer Layer)[] Collections =
    [
        ("fib-common", "fib", Layer.Network), ("data-rate", "nic", Layer.Network), ("bfd_counters", "bfd", Layer.Network), ("session-briefs", "bfd_session", Layer.Network),
        ("bfd_summary", "bfd", Layer.Network), ("tcp-connection", "tcp", Layer.Network), ("tcp-nsr", "tcp_nsr", Layer.Network), ("ip-tcp-oper_tcp_", "tcp_ipv4", Layer.Network),
        ("af-process-info", "bgp", Layer.Network), ("default-vrf_process-info", "bgp_process", Layer.Network), ("ipv4-io", "ipv4", Layer.Network),
        ("memory-summary", "memory", Layer.Hardware), ("interface-briefs", "nic", Layer.Network), ("interface-summary", "interfaces", Layer.Network),
        ("cpu-utilization", "cpu", Layer.Hardware), ("show_bfd", "show", Layer.Network),
    ];

    private readonly RouterEvents _events = new(folder, builder, context);
    private (long First, long Last) _span = (long.MaxValue, long.MinValue);

    /// <summary>Reads every collection; the one recording.</summary>
    public IReadOnlyList<Recording> Read()
    {
        builder.Entity(Router, EntityKind.Switch);
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "Cisco-*.csv*").Order(StringComparer.Ordinal).ToArray() : [];
        foreach (var file in files)
        {
            if (Collections.FirstOrDefault(known => file.Contains(known.File, StringComparison.Ordinal)) is { Name: not null } collection)
                ReadCollection(file, collection.Name, collection.Layer);
            else
                context.Note($"{file}: unknown collection, left out");
        }
        if (_span.First > _span.Last)
            throw new InputException("holds no collection that can be read", folder, remedy: "it needs files such as Cisco-show_bfd_all.csv.gz");
        var recording = new Recording("leaf7", Micros.ToTime(_span.First), Micros.ToTime(_span.Last) + TimeSpan.FromSeconds(10));
        _events.Read(recording, Router);
        return [recording];
    }

    private void ReadCollection(string file, string name, Layer layer)
    {
        using var table = DelimitedReader.Open(file, cancellation: context.Cancellation);
        // The time is the first column: without a name, or called ts.
        var format = table.Header[0] is "ts" ? TimeFormat.Seconds : TimeFormat.Iso;
        var interfaces = Position(table, "interface-name");
        var card = Cards.Select(key => Position(table, key)).FirstOrDefault(position => position >= 0, -1);
        var family = Position(table, "af-name");
        var series = new Dictionary<string, Dictionary<int, SampleSeries>>(StringComparer.Ordinal);
        while (true)
        {
            try
            {
                if (!table.Read())
                    return;
                if (!TimeText.TryParse(table.Bytes(0), format, out var micros) || !TimeText.IsPlausible(micros))
                    throw table.Error(0, $"{Quoted.Of(table.Text(0))} is not a time");
                var entity = interfaces >= 0 ? builder.Entity($"{Router}/{Key(table, interfaces)}", EntityKind.Nic, Router)
                    : card >= 0 ? builder.Entity($"{Router}/{Key(table, card)}", EntityKind.Node, Router)
                    : builder.Entity(Router, EntityKind.Switch);
                var collection = family >= 0 ? $"{name} {Key(table, family)}" : name;
                if (!series.TryGetValue($"{entity.Id} {collection}", out var columns))
                    series.Add($"{entity.Id} {collection}", columns = Columns(table, entity, collection, layer));
                Add(table, columns, micros);
            }
            catch (InputException e)
            {
                context.Bad.Report(e);
            }
        }
    }

    // Columns are taken by what they hold in the first row of an entity: numbers, or a state.
    private Dictionary<int, SampleSeries> Columns(DelimitedReader table, Entity entity, string collection, Layer layer)
    {
        var columns = new Dictionary<int, SampleSeries>();
        for (var i = 1; i < table.Header.Count; i++)
        {
            var leaf = table.Header[i];
            var isState = States.Contains(leaf, StringComparer.Ordinal);
            if (Texts.Contains(leaf, StringComparer.Ordinal) || CiscoSignals.IsIdentifier(leaf) || (!isState && !NumberText.TryParse(table.Bytes(i), out _)))
                continue;
            columns.Add(i, builder.Series(entity, signals.Find(leaf, entity.Kind, layer, collection, isState)));
        }
        return columns;
    }

    private void Add(DelimitedReader table, Dictionary<int, SampleSeries> columns, long micros)
    {
        var values = columns.Keys.Select(column => States.Contains(table.Header[column], StringComparer.Ordinal)
            ? State(table.Bytes(column))
            : table.Number(column)).ToArray();
        foreach (var (samples, value) in columns.Values.Zip(values))
            samples.Add(micros, value);
        _span = (Math.Min(_span.First, micros), Math.Max(_span.Last, micros));
    }

    private static double State(ReadOnlySpan<byte> text) => text.IsEmpty ? double.NaN : text.EndsWith("-up"u8) ? 1 : 0;

    private static string Key(DelimitedReader table, int column) =>
        table.Text(column) is { Length: > 0 } text ? text : throw table.Error(column, "is empty", "every row needs its key");

    private static int Position(DelimitedReader table, string name) => table.Header.ToList().IndexOf(name);
}
