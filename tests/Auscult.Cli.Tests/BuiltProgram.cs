using System.Diagnostics;

namespace Auscult.Cli.Tests;

/// <summary>The program as users run it: another process, pipes instead of a terminal, a folder of its own.</summary>
internal static class BuiltProgram
{
    /// <summary>Runs it to its end.</summary>
    public static (int ExitCode, string Output, string Error) Run(TemporaryFolder folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        return End(process);
    }

    /// <summary>Waits for its end and gives what it wrote.</summary>
    public static (int ExitCode, string Output, string Error) End(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>Starts it.</summary>
    public static Process Start(TemporaryFolder folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "auscult"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder.Path,
        };
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath);
        start.Environment["XDG_STATE_HOME"] = folder.Path;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
