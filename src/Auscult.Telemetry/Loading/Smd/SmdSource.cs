using System.Globalization;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Csv;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Smd;

/// <summary>
/// The Server Machine Dataset (Su et al., KDD 2019): one machine, 38 anonymous metrics in [0, 1], one row per minute; an unlabelled train
/// half and a labelled test half, loaded as the recordings <c>train</c> and <c>test</c> with splits of the same names.
/// </summary>
/// <remarks>
/// The published columns have no names and no clock: signals are called <c>smd_00</c> to <c>smd_37</c> and counted as hardware; time starts at
/// <see cref="Epoch"/> and the test half follows the train half. Every run of label 1 is an incident of class <c>anomaly</c> whose root
/// signals are the dimensions that <c>interpretation_label</c> lists for it (their ends are exclusive, as a comparison with the labels shows).
/// </remarks>
public sealed class SmdSource(string root, string machine) : IDatasetSource
{
    /// <summary>Number of metrics.</summary>
    public const int SignalCount = 38;

    /// <summary>Time of the first train row; arbitrary, since the files have no clock.</summary>
    public static readonly DateTimeOffset Epoch = new(2019, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);
    private static readonly IReadOnlyList<Signal> Signals =
        [.. Enumerable.Range(0, SignalCount).Select(i => new Signal($"smd_{i:00}", Layer.Hardware, SignalKind.Gauge, "ratio", EntityKind.Node))];

    /// <summary>The machines whose test file lies under <paramref name="root"/>.</summary>
    public static IReadOnlyList<string> Machines(string root) => Directory.Exists(Path.Combine(root, "test"))
        ? [.. Directory.EnumerateFiles(Path.Combine(root, "test"), "*.txt*").Select(NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        : [];

    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        if (Machines(root) is var machines && !machines.Contains(machine, StringComparer.Ordinal))
        {
            throw machines.Count == 0
                ? new InputException("not a folder of the Server Machine Dataset", root, remedy: "it must hold train/, test/ and test_label/")
                : new InputException($"data.machine: '{machine}' is not in {root}", remedy: NearestName.Suggest(machine, machines));
        }
        var bad = (context ?? new ImportContext()).Bad;
        var train = ReadMatrix("train", bad);
        var testRows = ReadMatrix("test", bad);
        var labels = ReadLabels(testRows[0].Count, bad);
        var trainCount = train[0].Count;
        var testStart = Epoch + (trainCount * Step);
        var total = trainCount + testRows[0].Count;

        var manifest = new DatasetManifest
        {
            Name = $"smd/{machine}",
            Step = Step,
            Origin = "Server Machine Dataset, Su et al., KDD 2019; anonymous columns, times are made up",
            Licence = "MIT",
            Recordings = [new("train", Epoch, testStart), new("test", testStart, Epoch + (total * Step))],
            Signals = Signals,
            Import = bad.Count > 0 ? new ImportNote { Source = "smd", SkippedRecords = bad.Count } : null,
            Splits = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["train"] = ["train"], ["test"] = ["test"] },
        };
        var times = new long[total];
        for (var row = 0; row < total; row++)
            times[row] = Micros.From(Epoch + (row * Step));
        var columns = Signals.Select((signal, i) => new SeriesColumn(signal.Name, [.. train[i], .. testRows[i]])).ToArray();
        return new MemoryDataset(
            Path.Combine(root, machine),
            manifest,
            new Topology([new Entity(machine, EntityKind.Node)], []),
            [new(Layer.Hardware, EntityKind.Node, new SeriesTable([machine], times, new int[total], columns))],
            Incidents(labels, ReadInterpretation(bad), testStart));
    }

    private static string NameOf(string path) => Path.GetFileName(path).Split('.')[0];

    // Labels count rows, so a row that is skipped stays as one in which everything is missing.
    private List<double>[] ReadMatrix(string part, BadRecords bad)
    {
        using var reader = DelimitedReader.Open(FileOf(part), hasHeader: false, width: SignalCount);
        var columns = Enumerable.Range(0, SignalCount).Select(_ => new List<double>(capacity: 24_000)).ToArray();
        var row = new double[SignalCount];
        bad.ForEach(reader.Read, () =>
        {
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.Number(i);
            Add(row);
        }, () => Add(Enumerable.Repeat(double.NaN, SignalCount)));
        return columns[0].Count > 0 ? columns : throw new InputException("the file is empty", FileOf(part));

        void Add(IEnumerable<double> values)
        {
            foreach (var (column, value) in columns.Zip(values))
                column.Add(value);
        }
    }

    private List<bool> ReadLabels(int rowCount, BadRecords bad)
    {
        using var reader = DelimitedReader.Open(FileOf("test_label"), hasHeader: false, width: 1);
        var labels = new List<bool>(rowCount);
        bad.ForEach(
            reader.Read,
            () => labels.Add(reader.Number(0) switch { 0 => false, 1 => true, _ => throw reader.Error(0, $"{Quoted.Of(reader.Text(0))} is not 0 or 1") }),
            () => labels.Add(false));
        if (labels.Count != rowCount)
            bad.Report(new InputException($"has {labels.Count} labels for {rowCount} test rows", FileOf("test_label"), remedy: "one of the files is truncated"));
        return [.. labels.Take(rowCount), .. Enumerable.Repeat(element: false, Math.Max(0, rowCount - labels.Count))];
    }

    private List<(int First, int End, int[] Dimensions)> ReadInterpretation(BadRecords bad)
    {
        var path = FileOf("interpretation_label");
        var segments = new List<(int, int, int[])>();
        using var reader = DelimitedReader.Open(path, delimiter: ':', hasHeader: false, width: 2);
        bad.ForEach(reader.Read, () =>
        {
            var ends = reader.Text(0).Split('-');
            if (ends.Length != 2 || !int.TryParse(ends[0], CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(ends[1], CultureInfo.InvariantCulture, out var end))
            {
                throw new InputException("does not read start-end:dimension,dimension", path, reader.Line);
            }
            segments.Add((first, end, [.. reader.Text(1).Split(',').Select(text => Dimension(reader, text))]));
        });
        return segments;
    }

    private static int Dimension(DelimitedReader reader, string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var one) && one is >= 1 and <= SignalCount
            ? one - 1
            : throw reader.Error(1, $"{Quoted.Of(text)} is not a dimension from 1 to {SignalCount}");

    private List<Incident> Incidents(List<bool> labels, List<(int First, int End, int[] Dimensions)> segments, DateTimeOffset testStart)
    {
        var incidents = new List<Incident>();
        foreach (var (first, end) in LabelRuns.Of(labels))
        {
            var roots = segments.Where(segment => segment.First < end && first < segment.End)
                .SelectMany(segment => segment.Dimensions).Distinct().Select(i => Signals[i].Name);
            incidents.Add(new Incident
            {
                Id = $"{machine}-{first}",
                FaultClass = "anomaly",
                Layer = Layer.Hardware,
                RootEntity = machine,
                RootSignals = [.. roots],
                Onset = testStart + (first * Step),
                End = testStart + (end * Step),
                Recording = "test",
            });
        }
        return incidents;
    }

    private string FileOf(string part)
    {
        var plain = Path.Combine(root, part, $"{machine}.txt");
        return File.Exists(plain) ? plain : plain + ".gz" is var packed && File.Exists(packed) ? packed : plain;
    }
}
