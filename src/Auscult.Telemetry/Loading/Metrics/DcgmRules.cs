namespace Auscult.Telemetry.Loading.Metrics;

/// <summary>
/// What the fields of NVIDIA's DCGM exporter need beside their names (dcgm_errors.h, dcgm_fields.h, default-counters.csv).
/// </summary>
internal static class DcgmRules
{
    /// <summary>The gauge that holds the last XID.</summary>
    public const string LastXid = "DCGM_FI_DEV_XID_ERRORS";

    // Blank values say: not sampled, not found, not supported, no permission. As doubles the four of 64 bits are one number.
    private const double Blank32 = 0x7ffffff0;
    private const double Blank64 = 0x7ffffffffffffff0;
    private const double BlankDouble = 140737488355328.0;

    /// <summary>Whether a metric comes from DCGM.</summary>
    public static bool IsDcgm(string metric) => metric.StartsWith("DCGM_", StringComparison.Ordinal);

    /// <summary>Whether a value stands for "no value".</summary>
    public static bool IsBlank(double value) =>
        value >= Blank64 || value is (>= Blank32 and <= Blank32 + 3) or (>= BlankDouble and <= BlankDouble + 3);

    /// <summary>
    /// The unit of a value where it differs by version and the description tells it: violations were counted in microseconds and are, from
    /// version 3.3.6 of the exporter on, in nanoseconds. Null elsewhere: descriptions of ratios say percent and mean 0 to 1.
    /// </summary>
    public static string? UnitOf(string metric, string help) =>
        !metric.EndsWith("_VIOLATION", StringComparison.Ordinal) ? null
        : help.Contains("(in ns)", StringComparison.Ordinal) ? "ns"
        : help.Contains("(in us)", StringComparison.Ordinal) ? "us"
        : null;
}
