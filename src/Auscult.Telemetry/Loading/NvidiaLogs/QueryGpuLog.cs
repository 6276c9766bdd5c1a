using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.NvidiaLogs;

/// <summary>
/// <c>nvidia-smi --query-gpu=timestamp,index,... --format=csv -l 1</c>. The header comes again after every restart, and then may have other
/// columns; what is not asked for any more is missing from there on.
/// </summary>
internal sealed class QueryGpuLog(GpuRecorder recorder, LocalTime clock, BadRecords bad)
{
    private static readonly string[] TimeFormats = ["yyyy/MM/dd HH:mm:ss.FFFFFF", "yyyy/MM/dd HH:mm:ss"];

    // Texts that say what the device is, not how it is.
    private static readonly string[] Identity =
    [
        "name", "gpu_name", "uuid", "gpu_uuid", "serial", "gpu_serial", "vbios_version", "pci.", "gpu_bus_id", "gpu_part_number", "inforom.",
        "compute_mode", "compute_cap", "display_", "accounting.", "gom.", "driver_model.", "mig.mode.", "ecc.mode.", "count", "fabric.", "c2c.mode",
        "persistence_mode", "clocks_event_reasons.supported", "clocks_throttle_reasons.supported", "addressing_mode", "dramEncryption.",
    ];

    private (string Name, string? Unit)[] _columns = [];
    private int _time = -1;
    private int _gpu = -1;

    /// <summary>Whether a line is a header.</summary>
    public static bool IsHeader(string line) => line.StartsWith("timestamp,", StringComparison.Ordinal)
        || (line.Contains(", ", StringComparison.Ordinal) && line.Contains('.', StringComparison.Ordinal) && line.Split(", ").Contains("timestamp", StringComparer.Ordinal));

    /// <summary>Reads a line.</summary>
    /// <exception cref="InputException">It is wrong, and wrong lines are not skipped.</exception>
    public void Read(string line, LineReader reader)
    {
        if (IsHeader(line))
        {
            Header(line, reader);
            return;
        }
        var fields = line.Split(',');
        if (fields.Length != _columns.Length)
        {
            bad.Report(reader.Error($"{fields.Length} fields under {_columns.Length} columns", remedy: "the line is cut off or from another query"));
            return;
        }
        if (clock.Parse(fields[_time].Trim(), TimeFormats) is not { } micros || !TimeText.IsPlausible(micros))
        {
            bad.Report(reader.Error($"'{fields[_time].Trim()}' is not a time", "timestamp"));
            return;
        }
        var gpu = fields[_gpu].Trim();
        gpu = _columns[_gpu].Name == "index" ? $"gpu{gpu}" : gpu;
        for (var i = 0; i < fields.Length; i++)
        {
            if (i == _time || i == _gpu)
                continue;
            var (name, unit) = _columns[i];
            if (name == "driver_version")
                recorder.Driver(fields[i].Trim(), micros);
            else if (!Array.Exists(Identity, text => name.StartsWith(text, StringComparison.Ordinal)) && recorder.Add(gpu, name, unit, fields[i], micros) is { } fault)
                bad.Report(reader.Error(fault, name));
        }
    }

    private void Header(string line, LineReader reader)
    {
        _columns = [.. line.Split(',').Select(Column)];
        _time = Array.FindIndex(_columns, column => column.Name == "timestamp");
        _gpu = Array.FindIndex(_columns, column => column.Name == "index");
        if (_gpu < 0)
            _gpu = Array.FindIndex(_columns, column => column.Name is "uuid" or "gpu_uuid" or "pci.bus_id" or "gpu_bus_id");
        if (_gpu < 0)
            throw reader.Error("no column says which GPU a row is about", remedy: "query index or uuid as well");
        if (_columns.CountBy(column => column.Name).FirstOrDefault(pair => pair.Value > 1).Key is { } twice)
            throw reader.Error($"two columns are called '{twice}'");
    }

    // "memory.used [MiB]"
    private static (string Name, string? Unit) Column(string header)
    {
        var text = header.Trim();
        return text is [.., ']'] && text.LastIndexOf(" [", StringComparison.Ordinal) is > 0 and var bracket
            ? (text[..bracket], text[(bracket + 2)..^1])
            : (text, null);
    }
}
