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

        DatasetComparison.ShouldEqual(Dataset.Open(_folder.At("set")), sample);
    }
}
