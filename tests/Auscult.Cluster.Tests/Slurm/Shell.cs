using System.Diagnostics;

namespace Auscult.Cluster.Tests.Slurm;

/// <summary>What a program said, and how it ended.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error)
{
    /// <summary>The standard output of a program that ended well.</summary>
    public string Text
    {
        get
        {
            ExitCode.ShouldBe(0, Output + Error);
            return Output.TrimEnd('\n');
        }
    }
}

/// <summary>Programs as child processes.</summary>
internal static class Shell
{
    /// <summary>Where a program is: on the PATH, or where Debian puts daemons; null where it is not installed.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/usr/local/sbin")
            .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end.</summary>
    public static Ended Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        using var process = Process.Start(Prepare(program, arguments, environment, folder))!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Ended(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>Starts a program whose streams go to a file.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string log)
    {
        var start = Prepare("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", log, program, .. arguments], environment, null);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = false;
        return Process.Start(start)!;
    }

    private static ProcessStartInfo Prepare(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        return start;
    }
}
