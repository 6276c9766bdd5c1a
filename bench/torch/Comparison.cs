namespace Auscult.Bench.Torch;

/// <summary>What one step took.</summary>
/// <param name="Wall">Milliseconds by the clock.</param>
/// <param name="Processor">Milliseconds of all processors together.</param>
/// <param name="Wait">Milliseconds of waiting for a batch.</param>
/// <param name="PeakBytes">Largest memory so far: of tensors on a GPU, of the process on CPU.</param>
internal sealed record Turn(double Wall, double Processor, double Wait, double PeakBytes);

/// <summary>Milliseconds per step of both languages under one setting.</summary>
internal sealed record SettingTimes(string Setting, double CSharp, double Python);

/// <summary>What was measured.</summary>
internal sealed record Comparison(
    Workload Work, IReadOnlyList<SettingTimes> Settings, string CSharpSetting, string PythonSetting, Turn[] CSharp, Turn[] Python,
    double GemmGflops, int Steps, double LargestLossDifference)
{
    /// <summary>Median over pairs of C#'s time over Python's.</summary>
    public double Ratio => Quantile(Ratios, 0.5);

    public double RatioLowerQuartile => Quantile(Ratios, 0.25);

    public double RatioUpperQuartile => Quantile(Ratios, 0.75);

    /// <summary>The same of processor time, which other programs of a busy machine disturb less.</summary>
    public double ProcessorRatio => Quantile(CSharp.Zip(Python, (csharp, python) => csharp.Processor / python.Processor), 0.5);

    public double CSharpMedian => Quantile(CSharp.Select(turn => turn.Wall), 0.5);

    public double PythonMedian => Quantile(Python.Select(turn => turn.Wall), 0.5);

    /// <summary>Share of the machine's matrix product rate that a whole training step reaches.</summary>
    public double CSharpShareOfGemm => Work.StepFlops / (CSharpMedian * 1e6) / GemmGflops;

    public double PythonShareOfGemm => Work.StepFlops / (PythonMedian * 1e6) / GemmGflops;

    private IEnumerable<double> Ratios => CSharp.Zip(Python, (csharp, python) => csharp.Wall / python.Wall);

    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
