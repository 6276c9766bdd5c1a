using System.Diagnostics;
using System.Globalization;

namespace Auscult.Learning.Tests.Training;

/// <summary>The judgement of <c>scripts/gpu-check.sh</c> over two trainings: it must be able to say no.</summary>
public sealed class GpuCheckTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [PythonFact]
    public void Equal_losses_pass()
    {
        var (code, line) = Compare([1, 0.5, 0.25], [1, 0.5, 0.25], "0");

        code.ShouldBe(0, line);
        line.ShouldStartWith("3 steps, largest relative difference of a loss 0.00e+00, at most 0");
    }

    [PythonFact]
    public void One_loss_beyond_the_limit_fails() => Compare([1, 0.5, 0.25], [1, 0.51, 0.25], "1e-2").Code.ShouldBe(1);

    [PythonFact]
    public void Losses_within_the_limit_pass() => Compare([1, 0.5, 0.25], [1, 0.504, 0.25], "1e-2").Code.ShouldBe(0);

    [PythonFact]
    public void A_loss_that_is_no_number_fails() => Compare([1, 0.5, 0.25], [1, double.NaN, 0.25], "1").Code.ShouldBe(1);

    [PythonFact]
    public void A_missing_step_fails() => Compare([1, 0.5, 0.25], [1, 0.5], "1").ShouldBe((1, "steps [3] are missing"));

    [PythonFact]
    public void Of_a_step_that_was_taken_again_after_a_kill_the_second_counts()
    {
        Write("resumed", [Step(1, 0), Step(7, 1), "{\"step\":3,\"lo", Step(0.5, 1), Step(0.25, 2)]);

        Compare([1, 0.5, 0.25], "resumed", "0").Code.ShouldBe(0);
    }

    public void Dispose() => _folder.Dispose();

    private (int Code, string Line) Compare(double[] reference, double[] other, string limit)
    {
        Write("other", other.Select(Step));
        return Compare(reference, "other", limit);
    }

    private (int Code, string Line) Compare(double[] reference, string other, string limit)
    {
        Write("reference", reference.Select(Step));
        using var process = Process.Start(new ProcessStartInfo(
            PythonFactAttribute.Python, [Script(), _folder.File("reference"), _folder.File(other), "3", limit])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var line = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return (process.ExitCode, line);
    }

    private static string Step(double loss, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"step\":{index + 1},\"loss\":{loss}}}");

    private void Write(string name, IEnumerable<string> lines) => File.WriteAllLines(_folder.File(name), lines);

    private static string Script()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Research.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside the checkout");
        return Path.Combine(folder, "scripts", "gpu-losses.py");
    }
}
