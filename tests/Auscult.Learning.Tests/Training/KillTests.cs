using System.Diagnostics;
using System.Globalization;
using Auscult.Learning.Training;

namespace Auscult.Learning.Tests.Training;

public sealed class KillTests : IDisposable
{
    internal static readonly TrainingConfig Config = TestRun.Config with { MaxSteps = 400, CheckpointSteps = 7, EvaluationSteps = 50 };

    private readonly TestFolder _folder = new();

    [Fact]
    public void A_run_killed_again_and_again_ends_with_the_weights_of_an_uninterrupted_one()
    {
        using var whole = new TestRun(_folder.File("whole"), Config);
        whole.Run();

        foreach (var step in new[] { 60, 130, 200 })
            TrainAndKillAfter(step);
        using var resumed = new TestRun(_folder.File("killed"), Config);
        var resumedAt = resumed.Resume();
        resumedAt.ShouldBeGreaterThan(100);
        resumed.Run().Step.ShouldBe(400);

        resumed.ShouldEqual(whole, $"resumed at step {resumedAt}");
    }

    public void Dispose() => _folder.Dispose();

    private void TrainAndKillAfter(int step)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(KillTests).Assembly.Location, _folder.File("killed")])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var child = Process.Start(start)!;
        while (child.StandardOutput.ReadLine() is { } line)
        {
            if (int.Parse(line, CultureInfo.InvariantCulture) >= step)
                break;
        }
        child.HasExited.ShouldBeFalse("the child must be alive to be killed");
        child.Kill();
        child.WaitForExit();
        child.ExitCode.ShouldBe(137);
    }
}
