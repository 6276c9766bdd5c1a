using Auscult.Cli.Hosting;
using Auscult.Cli.Tests.Hosting;

namespace Auscult.Cli.Tests.Verbs;

public sealed class NotebookCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_kernel_is_installed_and_removed_under_a_prefix()
    {
        var (exitCode, output, _) = Run("notebook", "install", "--prefix", _folder.Path);
        exitCode.ShouldBe(ExitCode.Ok);
        output.Trim().ShouldBe(Path.Combine(_folder.Path, "share", "jupyter", "kernels", ".net-csharp"));
        var spec = File.ReadAllText(Path.Combine(output.Trim(), "kernel.json"));
        spec.ShouldContain("\"{connection_file}\"");
        spec.ShouldContain("\"display_name\": \".NET (C#)\"");
        Run("notebook", "uninstall", "--prefix", _folder.Path).ExitCode.ShouldBe(ExitCode.Ok);
        Directory.Exists(output.Trim()).ShouldBeFalse();
    }

    [Fact]
    public void Bad_input_is_one_line_and_exit_code_2()
    {
        var connection = Path.Combine(_folder.Path, "connection.json");
        File.WriteAllText(connection, "{ \"shell_port\": ");
        IsRefused("not a Jupyter connection file", "notebook", "kernel", connection);
        IsRefused("cannot be read", "notebook", "kernel", Path.Combine(_folder.Path, "none.json"));
        IsRefused("no kernel .net-csharp is installed there", "notebook", "uninstall", "--prefix", _folder.Path);
        IsRefused("exclude each other", "notebook", "install", "--user", "--prefix", _folder.Path);
    }

    private static void IsRefused(string problem, params string[] arguments)
    {
        var (exitCode, _, error) = Run(arguments);
        exitCode.ShouldBe(ExitCode.Usage);
        error.TrimEnd('\n').ShouldNotContain("\n");
        error.ShouldContain(problem);
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var test = new TestServices();
        var services = test.Create();
        var exitCode = CommandLine.Run(Program.CreateRoot(services), arguments, services);
        return (exitCode, test.Output.ToString(), test.Error.ToString());
    }
}
