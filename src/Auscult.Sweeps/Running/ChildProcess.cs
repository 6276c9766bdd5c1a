using System.Diagnostics;
using System.Globalization;
using Auscult.Foundation;

namespace Auscult.Sweeps.Running;

/// <summary>
/// A program in a session of its own, so that Ctrl-C on the terminal reaches only the sweep, which then asks its trials to end in its own way. Both of
/// its streams go straight to a file, so that it does not fail when the sweep is killed.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private const string Shell = "/bin/sh";
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>Exit status; 128 and the signal's number after a signal.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program.</summary>
    /// <param name="command">Its file and its arguments.</param>
    /// <param name="log">File to which its streams are appended.</param>
    /// <param name="environment">Variables on top of this process's.</param>
    public static ChildProcess Start(IReadOnlyList<string> command, string log, IReadOnlyDictionary<string, string> environment)
    {
        const string script = "log=$1; shift; exec >>\"$log\" 2>&1 </dev/null; command -v setsid >/dev/null && exec setsid \"$@\"; exec \"$@\"";
        var start = new ProcessStartInfo(Shell, ["-c", script, "sh", log, .. command]) { UseShellExecute = false };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ChildProcess(Process.Start(start) ?? throw new InvalidOperationException($"{Shell} did not start"));
    }

    /// <summary>Waits; true when it has ended.</summary>
    public bool Wait(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>Asks it to save and end; kills it when it has not after <paramref name="grace"/>. Returns whether it ended by itself.</summary>
    public bool Stop(TimeSpan grace)
    {
        ProcessSignal.Send(_process.Id, ProcessSignal.Terminate);
        if (_process.WaitForExit(grace))
            return true;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        return false;
    }

    /// <summary>Ends the programs on this machine that have <paramref name="argument"/> among their arguments: what a killed sweep left running.</summary>
    public static void StopAllWith(string argument, TimeSpan grace)
    {
        foreach (var folder in Directory.Exists("/proc") ? Directory.EnumerateDirectories("/proc") : [])
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) || id == Environment.ProcessId || !Has(folder, argument))
                continue;
            try
            {
                using var process = Process.GetProcessById(id);
                using var child = new ChildProcess(process);
                child.Stop(grace);
            }
            catch (ArgumentException)
            {
                // It ended meanwhile, which is what was wanted.
                continue;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static bool Has(string processFolder, string argument)
    {
        try
        {
            return File.ReadAllText(Path.Combine(processFolder, "cmdline")).Split('\0').Contains(argument, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
