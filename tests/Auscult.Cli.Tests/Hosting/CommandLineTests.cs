using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Foundation;

namespace Auscult.Cli.Tests.Hosting;

/// <summary>Whatever a verb does becomes one line and an exit code.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestServices _services = new();

    public CommandLineTests() => _services.Environment["XDG_STATE_HOME"] = _folder.Path;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_verbs_own_exit_code_is_returned() => Run(() => ExitCode.QualityGate).ShouldBe(3);

    [Fact]
    public void Bad_input_is_one_line_and_2()
    {
        Run(() => throw new InputException("no\nsuch", "a.csv", 3, remedy: "add it")).ShouldBe(2);
        _services.Error.ToString().ShouldBe("auscult: a.csv:3: no such; add it\n");
    }

    [Fact]
    public void A_fault_of_the_program_is_one_line_with_a_crash_log_and_1()
    {
        Run(() => throw new InvalidOperationException("broken\ninside")).ShouldBe(1);
        var line = _services.Error.ToString();
        var log = Directory.GetFiles(Path.Combine(_folder.Path, "auscult")).ShouldHaveSingleItem();
        line.ShouldBe($"auscult: InvalidOperationException: broken inside; details in {log}\n");
        File.ReadAllText(log).ShouldSatisfyAllConditions(
            text => text.ShouldContain("arguments: work"), text => text.ShouldContain(nameof(A_fault_of_the_program_is_one_line_with_a_crash_log_and_1)));
    }

    [Fact]
    public void A_crash_log_that_cannot_be_written_there_is_written_to_the_temporary_folder()
    {
        _services.Environment["XDG_STATE_HOME"] = _folder.Write("file", "");
        Run(() => throw new InvalidOperationException("broken")).ShouldBe(1);
        var log = _services.Error.ToString().Split("details in ")[1].Trim();
        log.ShouldStartWith(Path.GetTempPath());
        File.Delete(log);
    }

    [Fact]
    public void A_cancelled_verb_returns_the_signals_code()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Run(() => throw new OperationCanceledException(), source.Token).ShouldBe(130);
        _services.Error.ToString().ShouldBe("");
    }

    [Fact]
    public void A_cancellation_nobody_asked_for_is_a_fault() => Run(() => throw new OperationCanceledException()).ShouldBe(1);

    [Theory]
    [InlineData("wrk", "unknown verb 'wrk'; did you mean 'work'?")]
    [InlineData("--halp", "unknown option '--halp'; did you mean '--help'?")]
    [InlineData("work --cont 3", "unknown option '--cont'; did you mean '--count'?")]
    [InlineData("work stray", "unexpected argument 'stray'; see auscult work --help")]
    [InlineData("work --count", "Required argument missing for option: '--count'; see auscult work --help")]
    [InlineData("work --count x", "Cannot parse argument 'x' for option '--count' as a whole number; see auscult work --help")]
    [InlineData("work @file", "unexpected argument '@file'; see auscult work --help")]
    public void Wrong_usage_is_one_line_with_a_remedy_and_2(string line, string expected)
    {
        Run(() => throw new InvalidOperationException("must not run"), default, line.Split(' ')).ShouldBe(2);
        _services.Error.ToString().ShouldBe($"auscult: {expected}\n");
    }

    private int Run(Func<int> verb, CancellationToken cancellation = default, params string[] arguments)
    {
        var work = new Command("work", "Works.") { new Option<int>("--count") };
        work.SetAction(_ => verb());
        return CommandLine.Run(new RootCommand("Test.") { work }, arguments.Length == 0 ? ["work"] : arguments, _services.Create(cancellation));
    }
}
