namespace Auscult.Bench.Torch;

/// <summary>Lets several sides train by turns, so that what else the machine does falls on all of them.</summary>
internal static class Turns
{
    /// <summary>What the steps of each side took, per side and turn. Each turn another side goes first.</summary>
    public static Turn[][] Alternate(IReadOnlyList<Side> sides, int turns, int steps, IReadOnlyList<List<double>> losses)
    {
        var taken = sides.Select(_ => new Turn[turns]).ToArray();
        for (var turn = 0; turn < turns; turn++)
        {
            for (var i = 0; i < sides.Count; i++)
            {
                var side = (turn + i) % sides.Count;
                taken[side][turn] = sides[side].Steps(steps, losses[side]);
            }
        }
        return taken;
    }

    /// <summary>Largest relative difference of two loss curves over the steps that both took.</summary>
    public static double LargestDifference(IEnumerable<double> losses, IEnumerable<double> reference) =>
        losses.Zip(reference, (a, b) => Math.Abs(a - b) / Math.Abs(b)).Max();
}
