using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Auscult.Tracking.Observing;

/// <summary>GPUs as <c>nvidia-smi</c> tells them, or AMD's as the kernel's files do.</summary>
/// <param name="query">Answers with lines of index, utilisation (%), memory used and total (MiB), power and its limit (W); null:
/// nvidia-smi.</param>
/// <param name="drm">The kernel's folder of graphics cards.</param>
internal sealed class GpuMetrics(Func<string>? query = null, string drm = "/sys/class/drm")
{
    private const string Fields = "index,utilization.gpu,memory.used,memory.total,power.draw,power.limit";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private bool _hasNvidia = true;

    /// <summary><c>gpu_0_utilization_percentage</c> and its like.</summary>
    public IEnumerable<KeyValuePair<string, double>> Sample()
    {
        var text = _hasNvidia ? Ask() : "";
        return text.Length > 0 ? Parse(text) : Amd();
    }

    private static IEnumerable<KeyValuePair<string, double>> Parse(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // What a card does not have is [N/A].
            var values = line.Split(',').Select(part =>
                double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToArray();
            if (values.Length < 6 || double.IsNaN(values[0]))
                continue;
            var figures = new (string Name, double Value)[]
            {
                ("utilization_percentage", values[1]),
                ("memory_usage_megabytes", values[2] * 1.048576),
                ("memory_usage_percentage", 100 * values[2] / values[3]),
                ("power_usage_watts", values[4]),
                ("power_usage_percentage", 100 * values[4] / values[5]),
            };
            foreach (var (name, value) in figures.Where(figure => double.IsFinite(figure.Value)))
                yield return new(FormattableString.Invariant($"gpu_{values[0]}_{name}"), Math.Round(value, 1));
        }
    }

    private IEnumerable<KeyValuePair<string, double>> Amd()
    {
        if (!Directory.Exists(drm))
            yield break;
        var index = 0;
        foreach (var card in Directory.GetDirectories(drm, "card*").Order(StringComparer.Ordinal)
            .Select(path => Path.Combine(path, "device")).Where(path => File.Exists(Path.Combine(path, "gpu_busy_percent"))))
        {
            yield return new($"gpu_{index}_utilization_percentage", Number(card, "gpu_busy_percent"));
            var (used, total) = (Number(card, "mem_info_vram_used"), Number(card, "mem_info_vram_total"));
            if (total > 0)
            {
                yield return new($"gpu_{index}_memory_usage_megabytes", Math.Round(used / 1e6, 1));
                yield return new($"gpu_{index}_memory_usage_percentage", Math.Round(100 * used / total, 1));
            }
            index++;
        }
    }

    private static double Number(string folder, string file) =>
        Path.Combine(folder, file) is var path && File.Exists(path)
            && double.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var value) ? value : 0;

    private string Ask()
    {
        if (query is not null)
            return query();
        try
        {
            using var process = Process.Start(new ProcessStartInfo("nvidia-smi", [$"--query-gpu={Fields}", "--format=csv,noheader,nounits"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                // A driver that hangs would hang every time.
                _hasNvidia = false;
                process.Kill();
                return "";
            }
            return process.ExitCode == 0 ? output.GetAwaiter().GetResult() : "";
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            _hasNvidia = false;
            return "";
        }
    }
}
