namespace Auscult.Telemetry.Tests.Loading.Prometheus;

/// <summary>
/// A test with the real <c>prometheus</c> and <c>prometheus-node-exporter</c>; skipped, with the reason, where they are not
/// installed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute()
    {
        foreach (var program in (ReadOnlySpan<string>)["prometheus", "prometheus-node-exporter"])
        {
            if (PathOf(program) is null)
                Skip = $"{program} is not installed; apt-get install {program}";
        }
    }

    /// <summary>Where a program is, or null.</summary>
    public static string? PathOf(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
