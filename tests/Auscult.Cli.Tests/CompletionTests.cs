using System.Diagnostics;

namespace Auscult.Cli.Tests;

/// <summary>Completion as bash performs it, with the built program answering.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("auscult doc", "doctor")]
    [InlineData("auscult config --conf", "--config-dir")]
    [InlineData("auscult config wind", "window. window=")]
    [InlineData("auscult config window.split.ki", "window.split.kind=")]
    [InlineData("auscult config window.split.kind=na", "native")]
    [InlineData("auscult config seed=1 +tracker=n", "none")]
    [InlineData("auscult config tracker.kind=", "file none server")]
    [InlineData("auscult config ~out", "~output_dir")]
    [InlineData("auscult config window.time_since_seen=t", "true")]
    [InlineData("auscult completions ", "bash fish zsh")]
    [InlineData("auscult config nothing.here.", "")]
    public void Bash_completes(string line, string expected)
    {
        const string script = """
            source <("$1" completions bash)
            COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDS=("$1") COMP_LINE="$1${COMP_LINE#auscult}" COMP_POINT=${#COMP_LINE}
            compopt() { :; }
            _auscult
            echo "${COMPREPLY[*]}"
            """;
        var program = Path.Combine(AppContext.BaseDirectory, "auscult");
        var start = new ProcessStartInfo("bash", ["-c", script, "bash", program, line]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath);
        using var process = Process.Start(start)!;
        var words = process.StandardOutput.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(w => w is not ("-h" or "--help"));
        process.WaitForExit();
        string.Join(' ', words).ShouldBe(expected);
    }
}
