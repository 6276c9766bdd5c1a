using System.Text.RegularExpressions;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Csv;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.CiscoTelemetry;

/// <summary>Reads <c>DatasetByNodes</c> and <c>GrounTruth</c> (so spelt by its publishers).</summary>
internal sealed partial class SwitchScenarios(string root, DatasetBuilder builder, CiscoSignals signals, ImportContext context)
{
    private static readonly TimeSpan LastStep = TimeSpan.FromSeconds(5);

    /// <summary>Reads every scenario; the recordings, in order of time.</summary>
    public IReadOnlyList<Recording> Read()
    {
        var folder = Path.Combine(root, "DatasetByNodes");
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToArray() : [];
        var spans = new Dictionary<string, (long First, long Last)>(StringComparer.Ordinal);
        foreach (var (file, match) in files.Select(file => (file, FileName().Match(Path.GetFileName(file)))).Where(pair => pair.Item2.Success))
        {
            var scenario = match.Groups["scenario"].Value;
            var span = ReadNode(file, match.Groups["node"].Value);
            if (span.First > span.Last)
                continue;
            spans[scenario] = spans.TryGetValue(scenario, out var known)
                ? (Math.Min(known.First, span.First), Math.Max(known.Last, span.Last))
                : span;
        }
        if (spans.Count == 0)
            throw new InputException("holds no scenario of Cisco's switches", folder, remedy: "it needs files such as leaf1bgpclear_second.csv.gz");
        var recordings = spans.Select(span => new Recording(span.Key, Micros.ToTime(span.Value.First), Micros.ToTime(span.Value.Last) + LastStep))
            .OrderBy(recording => recording.Start).ToArray();
        foreach (var recording in recordings)
            ReadLabels(recording);
        return recordings;
    }

    private (long First, long Last) ReadNode(string file, string node)
    {
        var device = builder.Entity(node, EntityKind.Switch);
        builder.Group(node.TrimEnd("0123456789".ToCharArray()), "tier", node);
        using var table = DelimitedReader.Open(file, cancellation: context.Cancellation);
        var time = table.IndexOf("time");
        var columns = new List<(int Column, SampleSeries Samples)>();
        for (var i = 0; i < table.Header.Count; i++)
        {
            if (i != time && table.Header[i].Length > 0 && SeriesOf(device, table.Header[i]) is { } samples)
                columns.Add((i, samples));
        }
        var values = new double[columns.Count];
        var span = (First: long.MaxValue, Last: long.MinValue);
        while (true)
        {
            try
            {
                if (!table.Read())
                    return span;
                if (!TimeText.TryParse(table.Bytes(time), TimeFormat.Seconds, out var micros) || !TimeText.IsPlausible(micros))
                    throw table.Error(time, $"{Quoted.Of(table.Text(time))} is not a time");
                for (var i = 0; i < values.Length; i++)
                    values[i] = table.Number(columns[i].Column);
                for (var i = 0; i < values.Length; i++)
                    columns[i].Samples.Add(micros, values[i]);
                span = (Math.Min(span.First, micros), Math.Max(span.Last, micros));
            }
            catch (InputException e)
            {
                context.Bad.Report(e);
            }
        }
    }

    private SampleSeries? SeriesOf(Entity device, string column)
    {
        var match = Column().Match(column);
        var leaf = match.Groups["leaf"].Value;
        if (CiscoSignals.IsIdentifier(leaf))
            return null;
        if (!match.Groups["interface"].Success)
            return builder.Series(device, signals.Find(leaf, EntityKind.Switch, Layer.Network));
        var nic = builder.Entity($"{device.Id}/{match.Groups["interface"].Value}", EntityKind.Nic, device.Id);
        return builder.Series(nic, signals.Find(leaf, EntityKind.Nic, Layer.Network));
    }

    private void ReadLabels(Recording recording)
    {
        var path = Path.Combine(root, "GrounTruth", $"{recording.Name}.txt");
        if (!File.Exists(path))
        {
            context.Note($"{path}: no ground truth; '{recording.Name}' has no incidents");
            return;
        }
        using var table = DelimitedReader.Open(path, cancellation: context.Cancellation);
        var (node, start, end, kind) = (table.IndexOf("Node"), table.IndexOf("Start"), table.IndexOf("End"), table.IndexOf("Event"));
        var type = table.IndexOf("Type");
        var count = 0;
        while (true)
        {
            try
            {
                if (!table.Read())
                    return;
                var (onset, over) = (Time(start), Time(end));
                if (over <= onset || onset >= recording.End || over <= recording.Start)
                    throw table.Error(start, "the event does not lie in its recording");
                var entity = builder.Entity(table.Text(node), EntityKind.Switch);
                builder.Incidents.Add(new Incident
                {
                    Id = $"{recording.Name}-{count++}",
                    FaultClass = table.Text(kind) is "clearBGP" ? "bgp_clear" : CiscoSignals.Snake(table.Text(kind)) is { Length: > 0 } name ? name : "anomaly",
                    Layer = Layer.Network,
                    RootEntity = entity.Id,
                    Onset = onset < recording.Start ? recording.Start : onset,
                    End = over > recording.End ? recording.End : over,
                    Recording = recording.Name,
                });
                builder.Events.Add(new OperationalEvent(onset, entity.Id, "disturbance", $"{table.Text(kind)}, {table.Text(type)}"));
            }
            catch (InputException e)
            {
                context.Bad.Report(e);
            }
        }

        DateTimeOffset Time(int column) => TimeText.TryParse(table.Bytes(column), TimeFormat.Seconds, out var micros) && TimeText.IsPlausible(micros)
            ? Micros.ToTime(micros)
            : throw table.Error(column, $"{Quoted.Of(table.Text(column))} is not a time");
    }

    [GeneratedRegex(@"^(?<node>(leaf|spine)\d+)(?<scenario>[A-Za-z]\w*)\.csv(\.gz)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileName();

    [GeneratedRegex(@"^(?<interface>HundredGigE\d+/\d+/\d+/\d+|Bundle-Ether\d+)?(\d+/RP\d+/CPU\d+)?(?<leaf>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Column();
}
