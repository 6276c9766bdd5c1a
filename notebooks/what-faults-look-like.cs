#!/usr/bin/env -S dotnet run
#:project ../src/Auscult.Telemetry/Auscult.Telemetry.csproj
#:property PublishAot=false
// Twin of what-faults-look-like.ipynb: dotnet run notebooks/what-faults-look-like.cs [DATASET_FOLDER]

// %% [markdown]
// # What faults look like
// Opens a dataset folder, fuses its Parquet tables to one grid, and shows for every labelled class of incident which signals leave their
// usual place most. Nothing is learned here: this is what a reader's eye would find.

// %%
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Windowing;

var folder = args.Length > 0 ? args[0] : "data/tiny";
var dataset = Dataset.Open(folder);
Console.WriteLine($"{dataset.Manifest.Name}: {dataset.Manifest.Recordings.Count} recordings, {dataset.Manifest.Signals.Count} signals, "
    + $"{dataset.Incidents.Count(i => !i.IsBenign)} faults, {dataset.Incidents.Count(i => i.IsBenign)} benign events");

// %% [markdown]
// ## One grid
// Counters become rates, children (disks, interfaces, ranks) roll up into their node, and what was not seen stays NaN.

// %%
using var frame = FrameBuilder.Build(dataset, new FusionConfig());
var signals = frame.Schema.Signals;
Console.WriteLine($"frame: {frame.Schema.Entities.Count} entities x {frame.Schema.RowCount} rows x {signals.Count} signals");

// %% [markdown]
// ## How far each signal moves
// The median during an incident, compared with the 60 rows before it, in units of their interquartile range.

// %%
const int contextRows = 60;

double Median(IEnumerable<float> values)
{
    var seen = values.Where(v => !float.IsNaN(v)).Order().ToArray();
    return seen.Length == 0 ? double.NaN : seen[seen.Length / 2];
}

IEnumerable<float> Column(RowRange rows, int signal) =>
    Enumerable.Range(rows.FirstRow, rows.RowCount).Select(row => frame.Rows(rows.Entity, row, 1)[signal]);

double Shift(RowRange fault, int signal)
{
    var first = Math.Max(frame.SegmentOf(fault.FirstRow).FirstRow, fault.FirstRow - contextRows);
    var before = Column(new RowRange(fault.Entity, first, fault.FirstRow - first), signal).Where(v => !float.IsNaN(v)).Order().ToArray();
    if (before.Length < 4)
        return double.NaN;
    var centre = before[before.Length / 2];
    var spread = Math.Max(before[before.Length * 3 / 4] - before[before.Length / 4], 0.01 * Math.Abs(centre) + 1e-6);
    return (Median(Column(fault, signal)) - centre) / spread;
}

// %%
foreach (var kind in dataset.Incidents.GroupBy(i => (i.FaultClass, i.IsBenign)).OrderBy(g => g.Key.IsBenign).ThenBy(g => g.Key.FaultClass, StringComparer.Ordinal))
{
    var ranges = kind.Select(i => IncidentRows.Of(frame.Schema, dataset.Topology, i)).OfType<RowRange>().ToArray();
    var top = Enumerable.Range(0, signals.Count)
        .Select(signal => (signals[signal].Name, Shift: Median(ranges.Select(range => (float)Shift(range, signal)))))
        .Where(s => double.IsFinite(s.Shift))
        .OrderByDescending(s => Math.Abs(s.Shift)).Take(3);
    Console.WriteLine($"{kind.Key.FaultClass,-28} {(kind.Key.IsBenign ? "benign" : "fault"),-7} {ranges.Length,3} x  "
        + string.Join("   ", top.Select(s => $"{s.Name} {s.Shift:+0.0;-0.0}")));
}
