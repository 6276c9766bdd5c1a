namespace Auscult.Architecture.Tests;

/// <summary>Metrics and thresholds can be lifted out of the project: they know neither the tensor engine nor the models.</summary>
public sealed class MetricsSourceTests
{
    [Theory]
    [InlineData("Metrics")]
    [InlineData("Thresholds")]
    public void Metrics_use_neither_torch_nor_learning(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Auscult.Evaluation", folder), "*.cs");
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            var source = File.ReadAllText(file);
            source.ShouldNotContain("TorchSharp", customMessage: file);
            source.ShouldNotContain("Auscult.Torch", customMessage: file);
            source.ShouldNotContain("Auscult.Learning", customMessage: file);
        }
    }
}
