namespace Auscult.Bench.Torch;

/// <summary>
/// Finds each language's best setting, then lets both train the same encoder in turns. Turns are short and strictly alternate, so
/// that what else the machine does falls on both.
/// </summary>
internal sealed class Contest(string folder, string python, TextWriter progress)
{
    private const int StepsPerTurn = 3;
    private const int TrialTurns = 5;

    public Comparison Run(int pairs)
    {
        var work = new Workload();
        work.Write(folder);
        var settings = Trials();
        var (csharp, python) = (settings.MinBy(s => s.Times.CSharp), settings.MinBy(s => s.Times.Python));
        progress.WriteLine($"C# at {csharp.Setting}, Python at {python.Setting}: {pairs} pairs of {StepsPerTurn} steps");
        using var left = CSharp(csharp.Setting);
        using var right = Python(python.Setting);
        List<double>[] losses = [[], []];
        left.Steps(StepsPerTurn, losses[0]);
        right.Steps(StepsPerTurn, losses[1]);
        var gemm = Math.Max(left.Gemm(), right.Gemm());
        var turns = Turns.Alternate([left, right], pairs, StepsPerTurn, losses);
        gemm = Math.Max(gemm, Math.Max(left.Gemm(), right.Gemm()));
        return new Comparison(
            work, [.. settings.Select(s => s.Times)], csharp.Setting.ToString(), python.Setting.ToString(), turns[0], turns[1], gemm,
            losses[0].Count, Turns.LargestDifference(losses[0], losses[1]));
    }

    private List<(Setting Setting, SettingTimes Times)> Trials()
    {
        var cores = Environment.ProcessorCount;
        Setting[] candidates =
        [
            new(1, false, false), new(1, false, true), new(cores, false, false), new(cores, true, false), new(cores, true, true),
        ];
        var results = new List<(Setting, SettingTimes)>();
        foreach (var setting in cores == 1 ? candidates[..2] : candidates)
        {
            using var left = CSharp(setting);
            using var right = Python(setting);
            left.Steps(1, []);
            right.Steps(1, []);
            var turns = Turns.Alternate([left, right], TrialTurns, 1, [[], []]);
            var times = new SettingTimes(setting.ToString(), Median(turns[0]), Median(turns[1]));
            progress.WriteLine($"{setting}: C# {times.CSharp:F0} ms, Python {times.Python:F0} ms");
            results.Add((setting, times));
        }
        return results;
    }

    private static double Median(IEnumerable<Turn> turns) => Comparison.Quantile(turns.Select(turn => turn.Wall), 0.5);

    private Side CSharp(Setting setting) => Side.CSharp(folder, setting);

    private Side Python(Setting setting) => Side.Python(python, folder, setting);
}
