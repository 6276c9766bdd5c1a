using System.Diagnostics;
using System.Globalization;
using Auscult.Foundation;

namespace Auscult.Cli.Verbs.Launch;

/// <summary>
/// One rank as a child process. Rank 0 has the terminal; the others' error lines are passed on with their number before them, and what
/// they write to standard output is dropped, because rank 0 says it. A rank ends when the launcher is killed.
/// </summary>
internal sealed class RankProcess : IDisposable
{
    // A session of its own, so that Ctrl-C on the terminal reaches a rank once, through the launcher: the second signal would end it at
    // once. Both programs are util-linux, which every Debian has.
    private const string Script = "command -v setpriv >/dev/null && exec setsid setpriv --pdeathsig TERM -- \"$@\"; exec \"$@\"";
    private const int FirstSignalCode = 128;
    private readonly Process _process;
    private readonly Task _lines;

    private RankProcess(int rank, Process process, Task lines) => (Rank, _process, _lines) = (rank, process, lines);

    /// <summary>Number of the rank.</summary>
    public int Rank { get; }

    /// <summary>Exit status; 128 and the signal's number after a signal.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Whether a signal ended it.</summary>
    public bool WasKilled => ExitCode > FirstSignalCode;

    /// <summary>How it ended, in words.</summary>
    public string Ending => WasKilled
        ? $"was killed by signal {ExitCode - FirstSignalCode}" : $"ended with exit code {ExitCode}";

    /// <summary>Rank, machine and process, in words.</summary>
    public string Name => $"rank {Rank} on {Environment.MachineName} (process {_process.Id})";

    /// <summary>Starts a rank.</summary>
    public static RankProcess Start(LaunchConfig config, int rank, TextWriter error)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", .. config.Command])
        {
            UseShellExecute = false,
            RedirectStandardError = rank > 0,
            RedirectStandardOutput = rank > 0,
        };
        foreach (var (name, value) in config.Environment)
            start.Environment[name] = value;
        start.Environment["RANK"] = start.Environment["LOCAL_RANK"] = rank.ToString(CultureInfo.InvariantCulture);
        start.Environment["WORLD_SIZE"] = config.Ranks.ToString(CultureInfo.InvariantCulture);
        start.Environment["MASTER_ADDR"] = "127.0.0.1";
        start.Environment["MASTER_PORT"] = config.Port.ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start");
        return new RankProcess(rank, process, rank == 0 ? Task.CompletedTask : Task.WhenAll(
            PassOn(process.StandardError, line => error.WriteLine($"rank {rank}: {line}")), PassOn(process.StandardOutput, _ => { })));
    }

    /// <summary>Ends when the process has.</summary>
    public async Task<RankProcess> Ended()
    {
        await _process.WaitForExitAsync();
        await _lines;
        return this;
    }

    /// <summary>Sends a signal.</summary>
    public void Signal(int signal) => ProcessSignal.Send(_process.Id, signal);

    /// <summary>Kills it and its children.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static async Task PassOn(StreamReader from, Action<string> to)
    {
        while (await from.ReadLineAsync() is { } line)
            to(line);
    }
}
