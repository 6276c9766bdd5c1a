using System.Diagnostics;

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

    private (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "auscult"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = _folder.Path,
        };
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath);
        start.Environment["XDG_STATE_HOME"] = _folder.Path;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
