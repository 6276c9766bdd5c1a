namespace Auscult.Tracking.Tests.Spool;

/// <summary>A process that was killed, and a state that could not be written or was lost: nothing is lost and nothing is doubled.</summary>
public sealed class CrashTests : SpoolFixture
{
    [Fact]
    public async Task A_process_that_was_killed_loses_nothing_and_its_run_goes_on()
    {
        var killed = Open();
        var run = killed.StartRun(Start);
        for (var i = 0; i < 50; i++)
            run.LogMetric("train/loss", i, i);
        // The thread dies with the process; a half line is what a kill may leave.
        killed.Dispose();
        File.AppendAllText(Path.Combine(run.Folder!, "records"), "0123abcd {\"op\":\"met");
        using (var tracker = Open())
        {
            using var again = tracker.ResumeRun(run.Id);
            // Back at the checkpoint of step 40: ten steps come again.
            for (var i = 40; i < 100; i++)
                again.LogMetric("train/loss", i, i);
            again.LogMetric("validation/loss", 1, 100);
            again.Finish(RunStatus.Finished);
        }
        (await Runs()).Count.ShouldBe(1);
        var read = await RunAsync(run.Id);
        read.Info.Status.ShouldBe("FINISHED");
        (await HistoryAsync(read)).Select(m => m.Step).ShouldBe(Enumerable.Range(0, 100).Select(i => (long)i));
        using (var tracker = Open())
        {
            // The records are gone by now; what was there is still known.
            using var third = tracker.ResumeRun(run.Id);
            third.LogMetric("train/loss", 0, 99);
            third.LogMetric("train/loss", 100, 100);
            third.Finish(RunStatus.Finished);
        }
        (await HistoryAsync(await RunAsync(run.Id))).Select(m => m.Step).ShouldBe(Enumerable.Range(0, 101).Select(i => (long)i));
        (await Runs()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_arrived_but_was_not_written_down_is_not_sent_twice()
    {
        string id;
        using (var tracker = Open())
        {
            var run = tracker.StartRun(Start);
            id = run.Id;
            for (var i = 0; i < 50; i++)
                run.LogMetric("train/loss", i, i);
            await WaitFor(async () => (await Runs()) is [var one] && (await HistoryAsync(one)).Count == 50);
        }
        File.Delete(Folder["spool", id, "state.json"]);
        using (var tracker = Open())
        {
            using var run = tracker.ResumeRun(id);
            run.Finish(RunStatus.Finished);
        }
        (await HistoryAsync(await RunAsync(id))).Count.ShouldBe(50);
    }

    [Fact]
    public async Task While_it_cannot_be_written_down_what_arrived_nothing_is_sent_twice()
    {
        using var tracker = Open(patience: 0.1);
        var run = tracker.StartRun(Start);
        await WaitFor(async () => (await Runs()).Count == 1 && File.Exists(Path.Combine(run.Folder!, "state.json")));
        // A folder in its place is what no file can be renamed to.
        var state = Path.Combine(run.Folder!, "state.json");
        File.Move(state, state + ".away");
        Directory.CreateDirectory(state);
        for (var i = 0; i < 20; i++)
            run.LogMetric("train/loss", i, i);
        await WaitFor(() => Task.FromResult(!Warnings.IsEmpty));
        for (var i = 20; i < 30; i++)
            run.LogMetric("train/loss", i, i);
        await Task.Delay(1500);
        Directory.Delete(state);
        File.Move(state + ".away", state);
        run.Finish(RunStatus.Finished);
        await ArrivedAsync(run.Id);
        (await HistoryAsync(await RunAsync(run.Id))).Select(m => m.Step).ShouldBe(Enumerable.Range(0, 30).Select(i => (long)i));
    }
}
