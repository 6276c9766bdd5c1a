using Auscult.Foundation;

namespace Auscult.Cli.Tests;

/// <summary>The program as users run it: another process, pipes instead of a terminal.</summary>
public sealed class BuiltProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "--version")]
    [InlineData(0, "--help")]
    [InlineData(0, "config")]
    [InlineData(2)]
    [InlineData(2, "confg")]
    [InlineData(2, "config", "--bogus")]
    [InlineData(2, "config", "sed=1")]
    [InlineData(2, "config", "--config-dir", "absent")]
    public void Exit_codes_and_streams(int expected, params string[] arguments)
    {
        var (exitCode, output, error) = Run(arguments);
        exitCode.ShouldBe(expected, error);
        if (expected == 0)
            (output.Length > 0, error).ShouldBe((true, ""));
        else
            (output, error.TrimEnd('\n').Split('\n').Length, error.StartsWith("auscult: ", StringComparison.Ordinal)).ShouldBe(("", 1, true));
        output.ShouldNotContain("\u001b");
    }

    [Fact]
    public void The_version_names_the_product_version() => Run("--version").Output.ShouldMatch(@"\A\d+\.\d+\.\d+(\+[0-9a-f]{40})?\n\z");

    [Theory]
    [InlineData(2, 1, 130)]
    [InlineData(15, 1, 143)]
    [InlineData(2, 2, 130)]
    [InlineData(15, 3, 143)]
    [InlineData(10, 3, 75)]
    public void A_signal_ends_the_work_with_its_code_and_a_second_one_at_once(int signal, int times, int expected)
    {
        using var process = BuiltProgram.Start(_folder, "record", "--out", Path.Combine(_folder.Path, "recording"), "--seconds", "600");
        // The first line says that the recording runs.
        process.StandardError.ReadLine().ShouldNotBeNull();
        for (var i = 0; i < times; i++)
            ProcessSignal.Send(process.Id, signal);
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        process.ExitCode.ShouldBe(expected, error);
        error.ShouldContain("after the current step");
        error.ShouldNotContain("   at ");
    }

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) => BuiltProgram.Run(_folder, arguments);
}
