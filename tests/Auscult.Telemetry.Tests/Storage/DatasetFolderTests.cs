using System.Text.Json;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Tests.Storage;

public sealed class DatasetFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reading_returns_what_was_written()
    {
        var sample = SampleDataset.InMemory;
        DatasetWriter.Write(_folder.At("set"), sample);

        var read = Dataset.Open(_folder.At("set"));

        Json(read.Manifest).ShouldBe(Json(sample.Manifest));
        Json(read.Topology).ShouldBe(Json(sample.Topology));
        Json(read.Incidents).ShouldBe(Json(sample.Incidents));
        Json(read.Events).ShouldBe(Json(sample.Events));
        foreach (var info in read.Series)
        {
            var expected = sample.ReadSeries(info.Layer, info.EntityKind);
            var actual = read.ReadSeries(info.Layer, info.EntityKind);
            actual.Entities.ShouldBe(expected.Entities);
            actual.TimesMicros.ShouldBe(expected.TimesMicros);
            actual.EntityIndex.ShouldBe(expected.EntityIndex);
            actual.Columns.Select(column => column.Name).ShouldBe(expected.Columns.Select(column => column.Name));
            foreach (var (a, b) in actual.Columns.Zip(expected.Columns))
                a.Values.ShouldBe(b.Values);
        }
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);
}
