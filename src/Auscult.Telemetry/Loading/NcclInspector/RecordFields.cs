using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.NcclInspector;

/// <summary>Typed access to a record of two levels; every complaint names line and field.</summary>
internal readonly struct RecordFields(JsonElement root, LineReader reader)
{
    /// <summary>A required text.</summary>
    public string Text(string section, string name) =>
        Find(section, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value
            ? value
            : throw Missing(section, name, "text");

    /// <summary>A text that may be absent.</summary>
    public string? OptionalText(string section, string name) =>
        Find(section, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    /// <summary>A required number.</summary>
    public double Number(string section, string name) =>
        Find(section, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw Missing(section, name, "number");

    /// <summary>A required number that is not negative and no larger than anything that can be.</summary>
    public double Amount(string section, string name) =>
        Number(section, name) is >= 0 and <= 1e18 and var value ? value : throw reader.Error($"{Number(section, name)} cannot be true", $"{section}.{name}");

    /// <summary>Whether the record has a section.</summary>
    public bool Has(string section) => Property(root, section) is not null;

    /// <summary>The last end of a kernel; null where the record is not verbose.</summary>
    public long? LastKernelEnd(string section)
    {
        if (Find(section, "event_trace_ts") is not { } trace || Property(trace, "kernel_events") is not { ValueKind: JsonValueKind.Array } events)
            return null;
        long? last = null;
        foreach (var kernel in events.EnumerateArray())
        {
            if (Property(kernel, "kernel_stop_ts") is { ValueKind: JsonValueKind.Number } stop && stop.TryGetInt64(out var micros) && micros > 0)
                last = Math.Max(last ?? micros, micros);
        }
        return last;
    }

    private static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var field) ? field : null;

    private JsonElement? Find(string section, string name) => Property(root, section) is { } part ? Property(part, name) : null;

    private InputException Missing(string section, string name, string kind) => reader.Error(
        Find(section, name) is { } wrong ? $"'{wrong.GetRawText()}' is not a {kind}" : "is missing", $"{section}.{name}",
        "expected a record of NCCL Inspector: header, metadata, and coll_perf or p2p_perf");
}
