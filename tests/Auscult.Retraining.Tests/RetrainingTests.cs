using Auscult.Foundation;
using Auscult.Retraining.Data;
using Auscult.Retraining.State;

namespace Auscult.Retraining.Tests;

/// <summary>One call after another: what serves, what is remembered, what is said.</summary>
public sealed class RetrainingTests
{
    [Fact]
    public void Weeks_of_all_kinds_and_what_serves_after_each()
    {
        using var bench = new Workbench();
        bench.Run().Line.ShouldBe("there is no champion yet: no new data");
        var first = bench.Week("w1", 1);
        first.Entry!.Event.ShouldBe(LineageEvent.Promoted);
        first.Line.ShouldBe("version 1 is the champion now: the first champion; on held-out data: recall 1");
        bench.Run().Entry!.Event.ShouldBe(LineageEvent.NothingNew);
        bench.Week("w2", 1.05).Line.ShouldBe("version 1 stays the champion; version 2: not better beyond noise: recall 1 to 1.05");
        bench.Week("w3", 0.5).Entry!.Event.ShouldBe(LineageEvent.Rejected);
        bench.Serving().ShouldBe(1);
        var better = bench.Week("w4", 2);
        better.Line.ShouldBe("version 4 is the champion now: better beyond noise: recall 1 to 2; none worse");
        bench.Serving().ShouldBe(2);
        bench.Folder.Registry.Read(4).Parent.ShouldBe(1);
        bench.Folder.Registry.Read(4).Data.ShouldBe(better.Entry!.Data);
        bench.Folder.Lineage.Read().Select(entry => (entry.Event, entry.Champion)).ShouldBe(
        [
            (LineageEvent.NothingNew, null), (LineageEvent.Promoted, 1), (LineageEvent.NothingNew, 1), (LineageEvent.Kept, 1), (LineageEvent.Rejected, 1),
            (LineageEvent.Promoted, 4),
        ]);
        bench.Folder.Attempt.ReadPlan().ShouldBeNull();
    }

    [Fact]
    public void A_recording_that_is_held_out_is_never_learned_from()
    {
        using var bench = new Workbench { Config = new RetrainConfig { MinHeldOutFaults = 1, MinHeldOutRecordings = 1, HeldOutEvery = 3 } };
        for (var week = 1; week <= 4; week++)
            bench.Week($"w{week}", week);
        var roles = bench.Work.Trained.SelectMany(data => data.All)
            .SelectMany(delivery => delivery.Recordings.Select(recording => ($"{delivery.Dataset}/{recording.Name}", recording.Role))).Distinct().ToArray();
        roles.Length.ShouldBe(16);
        roles.Count(one => one.Role == DataRole.HeldOut).ShouldBe(5);
        bench.Work.Trained[^1].All.Count.ShouldBe(4);
    }

    [Fact]
    public void A_datasets_own_test_part_is_held_out()
    {
        var book = new DeliveryBook([]);
        var dataset = new IncomingDataset("w", "in/w", [new("a", "1", "train"), new("b", "1", "test"), new("c", "1", "validation")]);
        book.New([dataset], 2, new HashSet<string>()).Single().Recordings.Select(one => one.Role).ShouldBe([DataRole.Train, DataRole.HeldOut, DataRole.Train]);
    }

    [Fact]
    public void Recordings_that_are_added_to_a_dataset_are_new_and_those_that_were_taken_are_not()
    {
        using var bench = new Workbench();
        bench.Week("growing", 1);
        bench.Work.Data[0] = ToyWork.Dataset("growing", recordings: 6, digest: "b");
        bench.Run().Entry!.Taken.Single().Recordings.Select(one => one.Name).ShouldBe(["r5", "r6"]);
        bench.Run().Entry!.Event.ShouldBe(LineageEvent.NothingNew);
    }

    [Fact]
    public void Refused_data_stay_refused_until_they_change_or_somebody_vouches_for_them()
    {
        using var bench = new Workbench();
        bench.Week("w1", 1);
        bench.Work.Refusals = delivery => delivery.Dataset == "bad" && delivery.Recordings[0].Digest == "a" ? ["labels tell nothing"] : [];
        var refused = bench.Week("bad", 9);
        refused.Entry!.Event.ShouldBe(LineageEvent.Refused);
        refused.Line.ShouldBe("version 1 stays the champion: bad: labels tell nothing");
        bench.Work.Trained.Count.ShouldBe(1);
        bench.Run().Line.ShouldBe("version 1 stays the champion: no new data; refused before: bad");
        bench.Week("w2", 1).Entry!.Taken.Select(one => one.Dataset).ShouldBe(["w2"]);
        bench.Work.Quality = 3;
        var vouched = bench.Run("bad");
        vouched.Entry!.Event.ShouldBe(LineageEvent.Promoted);
        vouched.Entry.Notes.ShouldContain("bad: taken by hand in spite of: labels tell nothing");

        bench.Week("bad2", 1);
        bench.Work.Data.Add(ToyWork.Dataset("bad"));
        bench.Work.Refusals = delivery => delivery.Recordings[0].Digest == "broken" ? ["broken"] : [];
        bench.Work.Data.Add(ToyWork.Dataset("w5", digest: "broken"));
        bench.Run().Entry!.Event.ShouldBe(LineageEvent.Refused);
        bench.Work.Data[^1] = ToyWork.Dataset("w5", digest: "mended");
        bench.Run().Entry!.Taken.Select(one => one.Dataset).ShouldBe(["w5"]);
    }

    [Fact]
    public void Of_two_deliveries_the_good_one_is_taken()
    {
        using var bench = new Workbench();
        bench.Work.Data.Add(ToyWork.Dataset("good"));
        bench.Work.Data.Add(new IncomingDataset("torn", "in/torn", [], "series/model/rank.parquet is truncated"));
        var entry = bench.Run().Entry!;
        entry.Event.ShouldBe(LineageEvent.Promoted);
        entry.Taken.Select(one => one.Dataset).ShouldBe(["good"]);
        entry.Refused.Single().Reason.ShouldBe("series/model/rank.parquet is truncated");
        bench.Run().Entry!.Event.ShouldBe(LineageEvent.NothingNew);
    }

    [Fact]
    public void Old_deliveries_and_versions_are_forgotten_and_the_champion_is_not()
    {
        using var bench = new Workbench { Config = new RetrainConfig { MinHeldOutFaults = 1, MinHeldOutRecordings = 1, KeepDeliveries = 2, KeepVersions = 2 } };
        for (var week = 1; week <= 6; week++)
            bench.Week($"w{week}", 1);
        bench.Work.Trained[^1].All.Select(one => one.Dataset).ShouldBe(["w5", "w6"]);
        bench.Folder.Registry.Numbers.ShouldBe([1, 5, 6]);
    }

    [Fact]
    public void Too_little_held_out_data_promotes_nothing_over_a_champion()
    {
        using var bench = new Workbench { Config = new RetrainConfig { MinHeldOutFaults = 30, MinHeldOutRecordings = 1 } };
        bench.Week("w1", 1);
        var kept = bench.Week("w2", 5);
        kept.Entry!.Event.ShouldBe(LineageEvent.Kept);
        kept.Entry.Reason.ShouldContain("24 held-out faults in 2 recordings are too few to tell (30 in 1 are asked for)");
    }

    [Fact]
    public void An_error_leaves_the_champion_and_the_next_call_goes_on()
    {
        using var bench = new Workbench();
        bench.Week("w1", 1);
        bench.Work.Before = stage => { if (stage == "compare") throw new InputException("the disk is full"); };
        Should.Throw<InputException>(() => bench.Week("w2", 2));
        bench.Serving().ShouldBe(1);
        bench.Work.Before = _ => { };
        bench.Run().Entry!.Event.ShouldBe(LineageEvent.Promoted);
        bench.Said.ShouldContain("going on with attempt 2");
        bench.Work.Trained.Count.ShouldBe(2);
    }

    [Fact]
    public void An_unfinished_attempt_under_other_settings_is_given_up()
    {
        using var bench = new Workbench();
        bench.Work.Before = stage => { if (stage == "compare") throw new InputException("no"); };
        Should.Throw<InputException>(() => bench.Week("w1", 1));
        bench.Work.Before = _ => { };
        bench.Work.Settings = "others";
        bench.Run().Entry!.Champion.ShouldBe(2);
        bench.Folder.Lineage.Read().Select(entry => entry.Event).ShouldBe([LineageEvent.Abandoned, LineageEvent.Promoted]);
    }

    [Fact]
    public void Data_that_end_every_attempt_without_a_word_are_refused_in_the_end()
    {
        using var bench = new Workbench();
        bench.Work.Before = stage => { if (stage == "train") throw new InvalidOperationException("as good as a crash"); };
        for (var i = 0; i < bench.Config.MaxTries; i++)
            Should.Throw<InvalidOperationException>(() => i == 0 ? bench.Week("w1", 1) : bench.Run());
        bench.Run().Entry!.Reason.ShouldBe("w1: the attempt ended without a word 3 times");
        bench.Run().Entry!.Event.ShouldBe(LineageEvent.NothingNew);
        bench.Work.Before = stage => { if (stage == "train") throw new OperationCanceledException(); };
        bench.Work.Data.Add(ToyWork.Dataset("w2"));
        for (var i = 0; i < 5; i++)
            Should.Throw<OperationCanceledException>(() => bench.Run());
    }

    [Fact]
    public void Rollback_puts_the_version_before_back_once()
    {
        using var bench = new Workbench();
        Should.Throw<InputException>(() => bench.Retraining.RollBack(null)).Message.ShouldContain("no version was promoted over another one");
        bench.Week("w1", 1);
        bench.Week("w2", 2);
        bench.Week("w3", 3);
        bench.Retraining.RollBack(null).Line.ShouldBe("version 2 is the champion now: version 3 was taken back by hand");
        bench.Serving().ShouldBe(2);
        bench.Retraining.RollBack(null).Line.ShouldBe("version 2 serves already; nothing was done");
        bench.Retraining.RollBack(1).Line.ShouldBe("version 1 is the champion now: version 2 was taken back by hand");
        bench.Retraining.RollBack(null).Line.ShouldBe("the promotion of version 3 was taken back before; version 1 serves; nothing was done");
        Should.Throw<InputException>(() => bench.Retraining.RollBack(7)).Message.ShouldContain("there is no version 7");
        bench.Serving().ShouldBe(1);
        bench.Week("w4", 1.5).Entry!.Parent.ShouldBe(1);
    }

    [Fact]
    public void A_line_that_a_killed_process_left_half_written_is_cut()
    {
        using var bench = new Workbench();
        bench.Week("w1", 1);
        File.AppendAllText(Path.Combine(bench.Folder.Path, "lineage.jsonl"), "{\"time\":\"2026");
        bench.Week("w2", 2).Entry!.Event.ShouldBe(LineageEvent.Promoted);
        bench.Folder.Lineage.Read().Count.ShouldBe(2);
        File.AppendAllText(Path.Combine(bench.Folder.Path, "lineage.jsonl"), "nonsense\n");
        Should.Throw<InputException>(() => bench.Run()).Message.ShouldContain("lineage.jsonl:3: not a line of a lineage");
    }
}
