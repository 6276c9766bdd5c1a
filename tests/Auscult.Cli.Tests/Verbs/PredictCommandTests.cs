using Auscult.Cli.Hosting;
using Auscult.Cli.Tests.Hosting;

namespace Auscult.Cli.Tests.Verbs;

public sealed class PredictCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--model nowhere", "no prediction model here")]
    [InlineData("--model nowhere --at yesterday-ish", "--at 'yesterday-ish' is no time")]
    [InlineData("--model nowhere --top -1", "--top -1 is negative")]
    public void What_is_wrong_is_told_in_one_line(string arguments, string problem)
    {
        var (exitCode, error) = Run(["predict", _folder.Path, .. arguments.Split(' ')]);
        exitCode.ShouldBe(2);
        error.ShouldContain(problem);
        error.TrimEnd().ShouldNotContain("\n");
    }

    [Fact]
    public void A_damaged_model_is_told_with_its_file()
    {
        _folder.Write("hazards.json", "{ \"version\": 1, ");
        var (exitCode, error) = Run(["predict", _folder.Path, "--model", _folder.Path]);
        exitCode.ShouldBe(2);
        error.ShouldContain("hazards.json");
    }

    private static (int ExitCode, string Error) Run(string[] arguments)
    {
        var test = new TestServices();
        var services = test.Create();
        return (CommandLine.Run(Program.CreateRoot(services), arguments, services), test.Error.ToString());
    }
}
