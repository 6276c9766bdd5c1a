using System.Text.Json;
using System.Text.RegularExpressions;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.InfiniteHbd;

/// <summary>One event of the trace.</summary>
/// <param name="Number">One-based position in the file.</param>
/// <param name="Node">The server.</param>
/// <param name="Time">When.</param>
/// <param name="IsStart">Whether the fault starts.</param>
/// <param name="Level">Hardware, software or other.</param>
/// <param name="Class">Component.</param>
/// <param name="Description">The finest description.</param>
internal sealed record FaultEvent(int Number, string Node, DateTimeOffset Time, bool IsStart, string Level, string Class, string Description)
{
    private const double LongestDays = 36_500;

    public static FaultEvent Read(JsonElement element, string path, int number)
    {
        try
        {
            var days = element.GetProperty("event_time").GetDouble();
            if (days is not (>= 0 and < LongestDays))
                throw Fault($"event_time {days} is not a number of days");
            var type = element.GetProperty("fault_type");
            var kind = Text(element, "event_type");
            return new FaultEvent(
                number, Text(element, "node_id"), InfiniteHbdSource.Start + TimeSpan.FromMicroseconds(Math.Round(days * 86_400e6)),
                kind switch { "fault_start" => true, "fault_end" => false, _ => throw Fault($"event_type '{kind}' is unknown") },
                Text(type, "Level"), Text(type, "Class"), Text(type, "Desc"));
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Fault("lacks a key, or one has the wrong type", e);
        }

        InputException Fault(string problem, Exception? inner = null) => new($"event {number}: {problem}", path, inner: inner);
    }

    private static string Text(JsonElement element, string key) =>
        element.GetProperty(key).GetString() is { Length: > 0 } text ? text : throw new FormatException($"'{key}' is empty");
}

/// <summary>A fault from its start to its end.</summary>
/// <param name="Event">The start.</param>
/// <param name="End">When it was repaired.</param>
internal sealed partial record Fault(FaultEvent Event, DateTimeOffset End)
{
    // A window must hold at least one moment.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public string Node => Event.Node;

    public DateTimeOffset Start => Event.Time;

    public string Detail => JsonSerializer.Serialize(new { level = Event.Level, @class = Event.Class, description = Event.Description });

    /// <summary>The incident; its class is the component, for software and others with the level in front; planned work is
    /// benign.</summary>
    public Incident ToIncident(string id) => new()
    {
        Id = id,
        FaultClass = FaultClass(),
        Layer = Event.Class switch
        {
            "NIC" or "Parameter Plane Cable" => Layer.Network,
            "File System" or "RAID Card" => Layer.Storage,
            "Training Task Troubleshooting" => Layer.Model,
            _ => Layer.Hardware,
        },
        RootEntity = Node,
        RootSignals = ["fault_state"],
        Onset = Start,
        End = End > Start + Shortest ? End : Start + Shortest,
        IsBenign = Event.Class is "Change" or "Test",
        Recording = "trace",
    };

    private string FaultClass() => Snake(Event.Class is "Other Failures" or "Unknown Error" ? $"{Event.Level} {Event.Class}" : Event.Class);

    private static string Snake(string text) => Separators().Replace(text, "_").Trim('_').ToLowerInvariant();

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();
}
