using Auscult.Evaluation.Leaderboard.Kinds;
using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Tests.Leaderboard;

public sealed class LabelControlTests
{
    private static readonly bool[] Labels = Marks("....##......###.....##");
    private static readonly float[] Scores = [.. Enumerable.Range(0, Labels.Length).Select(row => (float)row)];

    [Fact]
    public void Moved_labels_keep_their_number_and_wrap_around() => LabelControls.Shifted(Labels, 3).ShouldBe(Marks(".##....##......###...."));

    [Fact]
    public void Fault_rows_are_taken_out_and_rows_before_them_called_so()
    {
        var series = LabelControls.BeforeFaults(Labels, Scores, [0, 20]).ShouldNotBeNull();
        series.Count.ShouldBe(Labels.Count(label => !label));
        // The last fault begins with its recording: nothing of that recording lies before it.
        Enumerable.Range(0, series.Count).Where(row => series.Labels[row]).Select(row => series.Scores[row]).ShouldBe([2.0, 3, 9, 10, 11]);
    }

    [Fact]
    public void Pieces_hold_a_fault_each_and_end_with_their_recording()
    {
        var pieces = LabelControls.Pieces(Labels, [0, 20]);
        pieces.ShouldBe([new LabelSegment(0, 9), new LabelSegment(9, 20), new LabelSegment(20, 22)]);
        LabelControls.Joined(Labels, Scores, [pieces[1], pieces[1]])!.PositiveCount.ShouldBe(6);
        LabelControls.Joined(Labels, Scores, [pieces[2]]).ShouldBeNull("there is nothing but the fault");
    }

    private static bool[] Marks(string text) => [.. text.Select(c => c == '#')];
}
