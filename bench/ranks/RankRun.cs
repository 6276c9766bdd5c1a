using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Auscult.Bench.Ranks;

/// <summary>One training on some ranks, as <c>auscult launch</c> runs it, and what it cost.</summary>
/// <param name="Ranks">Processes.</param>
/// <param name="Threads">Threads of each.</param>
/// <param name="StepMilliseconds">Median time of a step, the first ten left out.</param>
/// <param name="LastLoss">Loss of the last step.</param>
/// <param name="LoopbackBytes">Bytes that crossed the loopback interface, from start to end; null where it cannot be had alone.</param>
internal sealed record RankRun(int Ranks, int Threads, double StepMilliseconds, double LastLoss, long? LoopbackBytes)
{
    private const int WarmUp = 10;

    // A network of its own, whose loopback carries nothing else; its counters are printed when the training has ended.
    private const string Script = """
        ip link set lo up || exit 97
        "$@" >&2
        code=$?
        sed -n 's/.*lo://p' /proc/net/dev | awk '{ print $9 }'
        exit $code
        """;

    /// <summary>Trains <c>experiment=tiny</c>.</summary>
    /// <param name="ranks">Processes.</param>
    /// <param name="threads">Threads of each.</param>
    /// <param name="steps">Optimiser steps.</param>
    /// <param name="folder">Where the run goes.</param>
    public static RankRun Of(int ranks, int threads, int steps, string folder)
    {
        var telemetry = Path.Combine(folder, $"{ranks}-{threads}-{steps}.jsonl");
        string[] train =
        [
            Path.GetFullPath("artifacts/bin/Auscult.Cli/release/auscult"), "launch", "-n", Text(ranks), "--", "train", "experiment=tiny", "tracker=none", $"train.max_steps={steps}",
            "train.evaluation_steps=0", "train.evaluation_windows=64", "train.checkpoint_steps=0", "train.device=cpu",
            $"output_dir={Path.Combine(folder, $"{ranks}-{threads}-{steps}")}", "--telemetry", telemetry,
        ];
        var (alone, output) = Run(["unshare", "--net", "sh", "-c", Script, "sh", .. train], threads);
        if (!alone)
            Run(train, threads, mustSucceed: true);
        var lines = File.ReadLines(telemetry).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("loss", out _)).ToList();
        var times = lines.Skip(WarmUp).Select(line => line.GetProperty("step_seconds").GetDouble()).Order().ToArray();
        return new RankRun(
            ranks, threads, 1000 * times[times.Length / 2], lines[^1].GetProperty("loss").GetDouble(),
            alone ? long.Parse(output.Trim(), CultureInfo.InvariantCulture) : null);
    }

    private static (bool Succeeded, string Output) Run(IReadOnlyList<string> command, int threads, bool mustSucceed = false)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["OMP_NUM_THREADS"] = Text(threads);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (mustSucceed && process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)}: {error.Result}");
        return (process.ExitCode == 0, output);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
