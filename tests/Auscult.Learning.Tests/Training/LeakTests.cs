using static TorchSharp.torch;

namespace Auscult.Learning.Tests.Training;

public sealed class LeakTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void Fifty_steps_leave_no_tensor_behind()
    {
        var counts = new List<long>();
        var recorder = new Recorder { AfterStep = report => { if (report.Step % 10 == 0) counts.Add(Tensor.TotalCount); } };
        // What earlier tests left to the finalizer would be freed, and counted, in the middle of this one.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var run = new TestRun(_folder.Path, TestRun.Config with { MaxSteps = 60 }, recorder);
        run.Run();

        counts[1..].ShouldAllBe(count => count == counts[0]);
    }

    public void Dispose() => _folder.Dispose();
}
