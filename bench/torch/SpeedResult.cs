namespace Auscult.Bench.Torch;

/// <summary>What one side did with one size.</summary>
/// <param name="Name">C#, PyTorch eager or torch.compile.</param>
/// <param name="Unavailable">Why there are no figures; null when there are.</param>
/// <param name="MillisecondsPerStep">Median over turns.</param>
/// <param name="TokensPerSecond">From that median.</param>
/// <param name="RatioToEager">Median over turns of PyTorch eager's time over this side's: above 1 is faster than eager.</param>
/// <param name="ShareOfGemm">Matrix products of a step by the time of a step, as a share of the measured rate of a matrix product.</param>
/// <param name="PeakBytes">Largest memory: tensors on a GPU, the process on CPU.</param>
/// <param name="LoaderWaitShare">Share of the step's time spent in waiting for a batch.</param>
/// <param name="LossDifference">Largest relative difference of a loss from PyTorch eager's at the same step.</param>
internal sealed record SideSpeed(
    string Name, string? Unavailable = null, double MillisecondsPerStep = 0, double TokensPerSecond = 0, double RatioToEager = 0,
    double ShareOfGemm = 0, double PeakBytes = 0, double LoaderWaitShare = 0, double LossDifference = 0);

/// <summary>All sides with one size.</summary>
/// <param name="Size">Its name.</param>
/// <param name="Parameters">Numbers the model learns; the same for all sides.</param>
/// <param name="Work">Model and batches.</param>
/// <param name="GemmTflops">Best rate of a matrix product in this run, TFLOP/s.</param>
/// <param name="Sides">C#, then PyTorch.</param>
internal sealed record SizeSpeed(string Size, long Parameters, Workload Work, double GemmTflops, IReadOnlyList<SideSpeed> Sides);

/// <summary>A whole run.</summary>
internal sealed record SpeedResult(
    string Device, string Libtorch, string Python, int Turns, int StepsPerTurn, IReadOnlyList<SizeSpeed> Sizes)
{
    /// <summary>Largest relative difference of losses at which two sides still do the same work.</summary>
    public double Tolerance => Sizes.All(size => size.Work.Precision == "float32") ? 1e-3 : 2e-2;

    /// <summary>Whether every side that ran did the same work.</summary>
    public bool IsSameWork => Sizes.All(size => size.Sides.All(side => side.Unavailable is not null || side.LossDifference <= Tolerance));

    /// <summary>The result as a Markdown table.</summary>
    public void WriteMarkdown(TextWriter output)
    {
        output.WriteLine(
            $"{Device}, libtorch {Libtorch}, PyTorch {Python}; medians of {Turns} turns of {StepsPerTurn} steps, sides by turns in one run.");
        output.WriteLine();
        output.Write("| model | batch x tokens | side | tokens/s | speed, eager = 1 | share of GEMM peak ");
        output.WriteLine("| peak memory, GiB | loader wait | loss difference |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var size in Sizes)
        {
            var work = size.Work;
            foreach (var side in size.Sides)
            {
                output.Write($"| {size.Size}: {size.Parameters / 1e6:F1}M (d {work.Width}, {work.Layers} blocks, {work.Precision}) ");
                output.Write($"| {work.Batch} x {work.Tokens} | {side.Name} ");
                output.WriteLine(side.Unavailable is { } reason
                    ? $"| {reason} ||||||"
                    : $"| {side.TokensPerSecond:F0} | {side.RatioToEager:F3} | {side.ShareOfGemm:P1} of {size.GemmTflops:G4} TFLOP/s "
                      + $"| {side.PeakBytes / (1L << 30):F2} | {side.LoaderWaitShare:P2} | {side.LossDifference:E1} |");
            }
        }
    }
}
