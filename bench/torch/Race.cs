using static TorchSharp.torch;

namespace Auscult.Bench.Torch;

/// <summary>
/// Trains encoders of several sizes in C#, in PyTorch as it comes (eager) and through torch.compile, by turns in one run on one device.
/// </summary>
internal sealed class Race(string folder, string python, string pythonVersion, RaceOptions options, TextWriter progress)
{
    private const int WarmUpSteps = 3;

    private static readonly string[] Names = ["C#", "PyTorch eager", "torch.compile"];

    /// <exception cref="InvalidOperationException">C# or PyTorch ended early, or they do not learn the same numbers.</exception>
    public SpeedResult Run() => new(
        options.Device, __version__, pythonVersion, options.Turns, options.Steps, [.. options.Sizes.Select(Measure)]);

    private SizeSpeed Measure(string size)
    {
        var work = options.WorkOf(size);
        progress.WriteLine(
            $"{size}: d {work.Width}, {work.Layers} blocks, batch {work.Batch} x {work.Tokens}, {work.Precision} on {work.Device}");
        work.Write(folder);
        var sides = new Side?[Names.Length];
        var reasons = new string?[Names.Length];
        List<double>[] losses = [[], [], []];
        try
        {
            for (var i = 0; i < sides.Length; i++)
            {
                reasons[i] = Start(i, losses[i], ref sides[i]);
                progress.WriteLine($"  {Names[i]}: {reasons[i] ?? $"{sides[i]!.Parameters} parameters"}");
            }
            var parameters = Checked(size, sides);
            var running = Enumerable.Range(0, sides.Length).Where(i => sides[i] is not null).ToArray();
            var present = Array.ConvertAll(running, i => sides[i]!);
            var gemm = present.Take(2).Max(side => side.Gemm());
            var turns = Turns.Alternate(present, options.Turns, options.Steps, Array.ConvertAll(running, i => losses[i]));
            gemm = Math.Max(gemm, present.Take(2).Max(side => side.Gemm()));
            var speeds = Names.Select((name, i) => Array.IndexOf(running, i) is var at and >= 0
                ? Speed(name, work, turns[at], turns[1], gemm, Turns.LargestDifference(losses[i], losses[1]))
                : new SideSpeed(name, reasons[i])).ToArray();
            return new SizeSpeed(size, parameters, work, gemm / 1e3, speeds);
        }
        finally
        {
            foreach (var side in sides)
                side?.Dispose();
        }
    }

    /// <summary>Starts a side and lets it warm up; gives the reason when it cannot, which only torch.compile may have.</summary>
    private string? Start(int index, List<double> losses, ref Side? side)
    {
        var isOptional = index == 2;
        try
        {
            side = index == 0 ? Side.CSharp(folder) : Side.Python(python, folder, mode: isOptional ? "compile" : "eager");
            side.Steps(WarmUpSteps, losses);
            return null;
        }
        catch (UnavailableException missing)
        {
            return missing.Message;
        }
        catch (Exception ended) when (isOptional && ended is InvalidOperationException or IOException)
        {
            side?.Dispose();
            side = null;
            return ended.Message;
        }
    }

    private static long Checked(string size, Side?[] sides)
    {
        var counts = sides.OfType<Side>().Select(side => side.Parameters).Distinct().ToArray();
        if (counts is not [var parameters])
            throw new InvalidOperationException($"{size}: the sides learn different numbers of parameters: {string.Join(", ", counts)}");
        var nominal = RaceOptions.Nominal(size);
        if (Math.Abs(parameters - nominal) > 0.05 * nominal)
            throw new InvalidOperationException($"{size}: {parameters} parameters are more than 5 % away from {nominal}");
        return parameters;
    }

    private static SideSpeed Speed(string name, Workload work, Turn[] turns, Turn[] eager, double gemm, double lossDifference)
    {
        var milliseconds = Comparison.Quantile(turns.Select(turn => turn.Wall), 0.5);
        return new SideSpeed(
            name, null, milliseconds, work.TokensPerStep / milliseconds * 1e3,
            Comparison.Quantile(eager.Zip(turns, (theirs, own) => theirs.Wall / own.Wall), 0.5),
            work.StepFlops / (milliseconds * 1e6) / gemm, turns.Max(turn => turn.PeakBytes),
            turns.Sum(turn => turn.Wait) / turns.Sum(turn => turn.Wall), lossDifference);
    }
}
