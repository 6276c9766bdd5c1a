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
        Workload.Write(folder);
        var settings = Trials();
        var (csharp, python) = (settings.MinBy(s => s.Times.CSharp), settings.MinBy(s => s.Times.Python));
        progress.WriteLine($"C# at {csharp.Setting}, Python at {python.Setting}: {pairs} pairs of {StepsPerTurn} steps");
        using var left = CSharp(csharp.Setting);
        using var right = Python(python.Setting);
        var (leftLosses, rightLosses) = (new List<double>(), new List<double>());
        left.Steps(StepsPerTurn, leftLosses);
        right.Steps(StepsPerTurn, rightLosses);
        var gemm = Math.Max(left.Gemm(), right.Gemm());
        var (leftTurns, rightTurns) = Alternate(left, right, pairs, StepsPerTurn, leftLosses, rightLosses);
        gemm = Math.Max(gemm, Math.Max(left.Gemm(), right.Gemm()));
        var difference = leftLosses.Zip(rightLosses, (a, b) => Math.Abs(a - b) / Math.Abs(b)).Max();
        return new Comparison(
            [.. settings.Select(s => s.Times)], csharp.Setting.ToString(), python.Setting.ToString(), leftTurns, rightTurns, gemm,
            leftLosses.Count, difference);
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
            var (leftTurns, rightTurns) = Alternate(left, right, TrialTurns, 1, [], []);
            var times = new SettingTimes(setting.ToString(), Median(leftTurns), Median(rightTurns));
            progress.WriteLine($"{setting}: C# {times.CSharp:F0} ms, Python {times.Python:F0} ms");
            results.Add((setting, times));
        }
        return results;
    }

    private static (Turn[] Left, Turn[] Right) Alternate(
        Side left, Side right, int pairs, int steps, List<double> leftLosses, List<double> rightLosses)
    {
        var (leftTurns, rightTurns) = (new Turn[pairs], new Turn[pairs]);
        for (var pair = 0; pair < pairs; pair++)
        {
            if (pair % 2 == 0)
                leftTurns[pair] = left.Steps(steps, leftLosses);
            rightTurns[pair] = right.Steps(steps, rightLosses);
            if (pair % 2 == 1)
                leftTurns[pair] = left.Steps(steps, leftLosses);
        }
        return (leftTurns, rightTurns);
    }

    private static double Median(IEnumerable<Turn> turns) => Comparison.Quantile(turns.Select(turn => turn.Wall), 0.5);

    private Side CSharp(Setting setting) =>
        new("C#", Environment.ProcessPath!, ["worker", folder, setting.Threads.ToString()], setting);

    private Side Python(Setting setting) =>
        new("Python", python, [Path.Combine(AppContext.BaseDirectory, "encoder.py"), folder, setting.Threads.ToString()], setting);
}
