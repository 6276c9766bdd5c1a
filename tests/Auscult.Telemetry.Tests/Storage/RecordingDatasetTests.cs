using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Storage;

public sealed class RecordingDatasetTests
{
    [Fact]
    public void It_holds_what_was_there_and_reads_each_table_once()
    {
        var whole = new CountingDataset(SampleDataset.InMemory);
        var second = new RecordingDataset(whole, "second");

        whole.Reads.ShouldBe(2);
        second.Series.Select(info => (info.EntityKind, info.RowCount)).ShouldBe([(EntityKind.Node, 2), (EntityKind.Nic, 1)], ignoreOrder: true);
        second.Topology.Entities.Select(entity => entity.Id).ShouldBe(["node0", "node1", "node0/eth0"]);
        second.Incidents.Select(incident => incident.Id).ShouldBe(["i1"]);
        second.Events.ShouldBeEmpty();
        second.ReadSeries(Layer.Hardware, EntityKind.Node).RowCount.ShouldBe(2);
    }

    private sealed class CountingDataset(Dataset inner) : Dataset
    {
        public int Reads { get; private set; }

        public override string Location => inner.Location;

        public override DatasetManifest Manifest => inner.Manifest;

        public override Topology Topology => inner.Topology;

        public override IReadOnlyList<Incident> Incidents => inner.Incidents;

        public override IReadOnlyList<OperationalEvent> Events => inner.Events;

        public override IReadOnlyList<SeriesInfo> Series => inner.Series;

        public override string Fingerprint => inner.Fingerprint;

        public override SeriesTable ReadSeries(Layer layer, EntityKind entityKind, SeriesFilter? filter = null)
        {
            Reads++;
            return inner.ReadSeries(layer, entityKind, filter);
        }
    }
}
