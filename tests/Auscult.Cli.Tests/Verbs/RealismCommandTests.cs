using System.Text.Json;
using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Cli.Tests.Hosting;

namespace Auscult.Cli.Tests.Verbs;

/// <summary><c>auscult realism</c> without published sets: what is absent is said, nothing is invented.</summary>
public sealed class RealismCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Absent_sets_are_named_and_left_out()
    {
        var (page, json) = (Path.Combine(_folder.Path, "page.html"), Path.Combine(_folder.Path, "figures.json"));
        var (exitCode, output, _) = Run("realism", Path.Combine(Repository.Root, "data", "tiny"), "--out", page, "--json", json);
        exitCode.ShouldBe(0);
        output.ShouldContain("absent: mlperf_smc");
        output.ShouldContain("Loss curves: not compared, the real set 'modded_nanogpt' is absent");
        File.ReadAllText(page).ShouldContain("Is the simulator true to life?");
        using var figures = JsonDocument.Parse(File.ReadAllText(json));
        figures.RootElement.GetProperty("sources").EnumerateArray().Count(source => !source.GetProperty("is_there").GetBoolean()).ShouldBe(5);
        figures.RootElement.GetProperty("comparisons").EnumerateArray().ShouldAllBe(comparison => comparison.GetProperty("figures").GetArrayLength() == 0);
    }

    [Fact]
    public void A_folder_that_is_no_dataset_is_refused_before_anything_is_written()
    {
        var page = Path.Combine(_folder.Path, "page.html");
        var (exitCode, output, error) = Run("realism", Path.Combine(_folder.Path, "nothing"), "--out", page);
        (exitCode, output).ShouldBe((ExitCode.Usage, ""));
        error.ShouldContain("nothing");
        File.Exists(page).ShouldBeFalse();
    }

    private (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var test = new TestServices { Environment = { ["AUSCULT_DATASETS"] = _folder.Path, [ConfigFolder.Variable] = Path.Combine(Repository.Root, "configs") } };
        var services = test.Create();
        return (CommandLine.Run(Program.CreateRoot(services), arguments, services), test.Output.ToString(), test.Error.ToString());
    }
}
