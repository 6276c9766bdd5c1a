using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Loading.DbSherlock;
using Auscult.Telemetry.Loading.Smd;
using Auscult.Telemetry.Windowing;

namespace Auscult.Telemetry.Tests.Fusion;

public sealed class PublishedDataTests
{
    [DatasetFact("SMD")]
    public void Smd_comes_through_fusion_value_by_value_and_splits_as_published()
    {
        var data = new SmdSource(Path.Combine(DatasetFactAttribute.Root, "SMD"), "machine-1-2").Load();
        using var frame = FrameBuilder.Build(data, new FusionConfig(), null, out var report);
        report.Warnings().ShouldBeEmpty();
        var table = data.ReadSeries(Layer.Hardware, EntityKind.Node);
        var values = frame.Rows(0, 0, frame.Schema.RowCount);
        table.RowCount.ShouldBe(frame.Schema.RowCount);
        for (var row = 0; row < table.RowCount; row += 97)
        {
            for (var signal = 0; signal < SmdSource.SignalCount; signal++)
                values[(row * SmdSource.SignalCount) + signal].ShouldBe((float)table.Columns[signal].Values[row]);
        }

        var split = Split.By(new SplitConfig { ValidationShare = 0 }, frame.Schema, data.Manifest.Splits, data.Incidents, data.Topology, new Seeds(1));
        split.Train.ShouldBe([new RowRange(0, 0, 23694)]);
        split.Test.ShouldBe([new RowRange(0, 23694, 23694)]);
        var scaler = RobustScaler.Fit(frame, split.Train);
        scaler.Unfitted.ShouldAllBe(signal => signal.Status == SignalScaleStatus.Constant);
        var index = WindowIndex.Within(frame.Schema, split.Test, 64, 8, coverEnd: true);
        new WindowBatcher(frame, index, scaler).Stream(new SequentialSampler(index.Count).Order(0), 256)
            .All(batch => batch.Values.ToArray().All(float.IsFinite)).ShouldBeTrue();
    }

    [DatasetFact("DBSherlock")]
    public void DbSherlock_gives_one_segment_per_case_and_incidents_lie_where_the_labels_say()
    {
        var data = new DbSherlockSource(Path.Combine(DatasetFactAttribute.Root, "DBSherlock")).Load();
        using var frame = FrameBuilder.Build(data, new FusionConfig(), null, out var report);
        frame.Schema.Segments.Count.ShouldBe(80);
        frame.Schema.Layers.Select(layer => layer.Layer).ShouldBe(Enum.GetValues<Layer>());
        report.CoverageByLayer.Values.ShouldAllBe(coverage => coverage > 0.999);
        var first = data.Incidents.Single(incident => incident.Recording == "single_01_01");
        var rows = IncidentRows.Of(frame.Schema, data.Topology, first)!.Value;
        // labels.csv counts rows from 1: 35 to 64.
        (rows.FirstRow - frame.Schema.SegmentOf("single_01_01")!.FirstRow, rows.RowCount).ShouldBe((34, 30));

        var folds = Split.ByIncident(frame.Schema, data.Incidents, 4, guardRows: 5, new Seeds(1));
        folds.SelectMany(fold => fold.TestIncidents).Order(StringComparer.Ordinal).ShouldBe(data.Incidents.Select(i => i.Id).Order(StringComparer.Ordinal));
        foreach (var fold in folds)
            data.Incidents.Where(i => fold.TestIncidents.Contains(i.Id)).GroupBy(i => i.FaultClass).ShouldAllBe(ofClass => ofClass.Count() == 2);
    }
}
