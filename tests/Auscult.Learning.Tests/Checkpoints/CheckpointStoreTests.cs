using Auscult.Foundation;
using Auscult.Learning.Checkpoints;
using Auscult.Learning.Tests.Training;

namespace Auscult.Learning.Tests.Checkpoints;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void The_last_ones_and_the_best_are_kept()
    {
        using var run = new TestRun(_folder.Path, TestRun.Config with { MaxSteps = 40, CheckpointSteps = 2, EvaluationSteps = 7 });
        run.Run();
        var store = TestRun.Store(_folder.Path);

        store.Best.ShouldNotBeNull();
        store.Folders.Count.ShouldBeInRange(2, 3);
        store.Folders.ShouldContain(store.Best);
        Path.GetFileName(store.Folders[0]).ShouldBe("step-00000040");
    }

    [Fact]
    public void A_write_that_fails_leaves_the_earlier_checkpoint_and_no_rubbish()
    {
        using (var run = new TestRun(_folder.Path, TestRun.Config with { MaxSteps = 4 }))
            run.Run();
        var store = TestRun.Store(_folder.Path);
        var before = store.Folders;

        Should.Throw<IOException>(() => store.Save(
            9,
            folder =>
            {
                File.WriteAllText(Path.Combine(folder, CheckpointStore.WeightsFile), "half");
                throw new IOException("No space left on device");
            },
            isBest: true));

        store.Folders.ShouldBe(before);
        Directory.GetFileSystemEntries(Path.Combine(_folder.Path, "checkpoints"), ".*").ShouldBeEmpty();
        store.Latest(_ => throw new InvalidOperationException("a checkpoint is broken")).ShouldNotBeNull().State.Step.ShouldBe(4);
    }

    [Fact]
    public void Leftovers_of_a_killed_writer_are_removed_by_the_next()
    {
        var root = Path.Combine(_folder.Path, "checkpoints");
        Directory.CreateDirectory(Path.Combine(root, ".step-00000003.dead"));
        using var run = new TestRun(_folder.Path, TestRun.Config with { MaxSteps = 4 });

        run.Run();

        Directory.GetDirectories(root, ".step-*").ShouldBeEmpty();
    }

    [Fact]
    public void An_earlier_run_is_put_aside_and_not_lost()
    {
        using (var run = new TestRun(_folder.Path, TestRun.Config with { MaxSteps = 4 }))
            run.Run();
        var store = TestRun.Store(_folder.Path);

        var aside = store.PutAside().ShouldNotBeNull();

        store.Folders.ShouldBeEmpty();
        new CheckpointStore(aside).Folders.ShouldNotBeEmpty();
        store.PutAside().ShouldBeNull();
    }

    [Fact]
    public void A_state_of_a_later_version_is_refused()
    {
        using var run = new TestRun(_folder.Path, TestRun.Config with { MaxSteps = 4 });
        var file = Path.Combine(run.Run().Checkpoint!, CheckpointStore.StateFile);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"version\": 1", "\"version\": 99", StringComparison.Ordinal));

        Should.Throw<InputException>(() => TrainingState.Read(file)).Message.ShouldContain("later version");
    }

    public void Dispose() => _folder.Dispose();
}
