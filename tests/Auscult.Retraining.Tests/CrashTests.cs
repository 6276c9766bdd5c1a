using System.Diagnostics;
using Auscult.Retraining.State;

namespace Auscult.Retraining.Tests;

/// <summary>Real processes that are killed (SIGKILL) at every stage.</summary>
public sealed class CrashTests
{
    /// <summary>Where the process is killed, and whether the new version serves by then.</summary>
    public static TheoryData<string, double> Points => new()
    {
        { "incoming", 1 }, { "clock-2", 1 }, { "check", 1 }, { "train", 1 }, { "compare", 1 }, { "clock-3", 1 }, { "clock-4", 2 },
    };

    [Theory]
    [MemberData(nameof(Points))]
    public void The_champion_is_whole_and_the_next_call_ends_the_work_once(string point, double serving)
    {
        using var bench = new Workbench();
        bench.Week("w1", 1);
        Kill(bench.Root, point);
        bench.Serving().ShouldBe(serving);
        bench.Work.Data.Add(ToyWork.Dataset("w2"));
        bench.Work.Quality = 2;
        var result = bench.Run();
        result.Entry!.Event.ShouldBe(LineageEvent.Promoted);
        bench.Serving().ShouldBe(2);
        bench.Folder.Lineage.Read().Select(entry => (entry.Event, entry.Champion, entry.Attempt)).ShouldBe(
            [(LineageEvent.Promoted, 1, 1), (LineageEvent.Promoted, 2, 2)]);
        bench.Folder.Registry.Numbers.ShouldBe([1, 2]);
        bench.Folder.Attempt.ReadPlan().ShouldBeNull();
        bench.Run().Entry!.Event.ShouldBe(LineageEvent.NothingNew);
    }

    [Fact]
    public void A_second_one_says_who_is_at_work_and_changes_nothing()
    {
        using var bench = new Workbench();
        bench.Week("w1", 1);
        using var process = Start(bench.Root, "train");
        try
        {
            var busy = bench.Run();
            busy.IsBusy.ShouldBeTrue();
            busy.Entry.ShouldBeNull();
            busy.Line.ShouldContain($"is held by process {process.Id} on {Environment.MachineName}, which began 'retrain' at 20");
            bench.Retraining.RollBack(1).IsBusy.ShouldBeTrue();
            bench.Folder.Lineage.Read().Count.ShouldBe(1);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
        bench.Run().IsBusy.ShouldBeFalse();
    }

    [Fact]
    public void A_rollback_after_a_crash_ends_what_was_decided_first()
    {
        using var bench = new Workbench();
        bench.Week("w1", 1);
        Kill(bench.Root, "clock-4");
        bench.Retraining.RollBack(null).Line.ShouldBe("version 1 is the champion now: version 2 was taken back by hand");
        bench.Serving().ShouldBe(1);
        bench.Folder.Lineage.Read().Select(entry => entry.Event).ShouldBe([LineageEvent.Promoted, LineageEvent.Promoted, LineageEvent.RolledBack]);
    }

    private static void Kill(string root, string point)
    {
        using var process = Start(root, point);
        process.Kill();
        process.WaitForExit();
        File.Exists(Path.Combine(root, "ended")).ShouldBeFalse();
    }

    private static Process Start(string root, string point)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(CrashTests).Assembly.Location, root, point]) { UseShellExecute = false })!;
        var clock = Stopwatch.StartNew();
        while (!File.Exists(Path.Combine(root, "standing")))
        {
            (process.HasExited || clock.Elapsed > TimeSpan.FromMinutes(2)).ShouldBeFalse($"it never came to {point}");
            Thread.Sleep(20);
        }
        return process;
    }
}
