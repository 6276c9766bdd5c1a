using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Schedulers;

/// <summary>What Kubernetes' events (core/v1 and events.k8s.io/v1) say, in the words of <see cref="EventKinds"/>.</summary>
internal sealed partial class KubernetesFacts(ClusterHistory history)
{
    /// <summary>Adds an event.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Add(JsonElement item)
    {
        if (Text(item, "reason") is not { } reason)
            return "an event without a reason";
        var (kind, name) = About(item);
        if (kind is null || name is null)
            return "an event that is about nothing";
        if (!TryTimes(item, out var first, out var last, out var fault))
            return fault;
        var message = Text(item, "message") ?? Text(item, "note") ?? "";
        var node = kind == "Node" ? name : NodeOf(item, message);
        var count = Number(item, "count") ?? Number(Property(item, "series"), "count") ?? 1;
        State(reason, node, first);
        var detail = $"{kind} {name}: {reason}{(message.Length > 0 ? $": {(message.Length <= 300 ? message : message[..300] + "...")}" : "")}";
        history.Event(first, node, KindOf(reason, kind, message), detail);
        // Repetitions are told by their number and the last one's time.
        if (last > first)
            history.Event(last, node, KindOf(reason, kind, message), $"{detail} ({count} times)");
        return null;
    }

    private static bool TryTimes(JsonElement item, out long first, out long last, out string? fault)
    {
        (first, last, fault) = (0, 0, null);
        string?[] firsts = [Text(item, "firstTimestamp"), Text(item, "deprecatedFirstTimestamp"), Text(item, "eventTime"), Text(Property(item, "metadata"), "creationTimestamp")];
        string?[] lasts = [Text(item, "lastTimestamp"), Text(item, "deprecatedLastTimestamp"), Text(Property(item, "series"), "lastObservedTime")];
        var begin = Array.Find(firsts, text => text is not null) ?? Array.Find(lasts, text => text is not null);
        var end = Array.Find(lasts, text => text is not null) ?? begin;
        if (begin is null)
        {
            fault = "an event without a time";
            return false;
        }
        if (TimeText.Parse(begin, TimeFormat.Iso) is not { } from || TimeText.Parse(end!, TimeFormat.Iso) is not { } to
            || !TimeText.IsPlausible(from) || !TimeText.IsPlausible(to) || to < from)
        {
            fault = begin == end ? $"'{begin}' cannot be when it happened" : $"'{begin}' to '{end}' cannot be when it happened";
            return false;
        }
        (first, last) = (from, to);
        return true;
    }

    private static (string? Kind, string? Name) About(JsonElement item)
    {
        var about = Property(item, "involvedObject") ?? Property(item, "regarding");
        return (Text(about, "kind"), Text(about, "name"));
    }

    private static string? NodeOf(JsonElement item, string message)
    {
        if ((Text(Property(item, "source"), "host") ?? Text(Property(item, "deprecatedSource"), "host")) is { } host)
            return host;
        if ((Text(item, "reportingComponent") ?? Text(item, "reportingController")) == "kubelet" && Text(item, "reportingInstance") is { } instance)
            return instance;
        return Assigned().Match(message) is { Success: true } match ? match.Groups["node"].Value : null;
    }

    private void State(string reason, string? node, long micros)
    {
        if (node is null)
            return;
        if (reason is "NodeNotReady" or "NodeNotSchedulable")
            history.NotReady(node, micros, null);
        else if (reason is "NodeReady" or "NodeSchedulable" or "Scheduled")
            history.Ready(node, micros);
    }

    private static string KindOf(string reason, string kind, string message) => (kind, reason) switch
    {
        (_, "NodeNotReady") => EventKinds.NodeFailure,
        (_, "NodeNotSchedulable") => EventKinds.Drain,
        (_, "NodeReady" or "NodeSchedulable") => EventKinds.Resume,
        ("Node", "Rebooted") => EventKinds.IsPlanned(message.Replace("rebooted", "", StringComparison.OrdinalIgnoreCase)) ? EventKinds.PlannedReboot : EventKinds.Reboot,
        (_, "OOMKilling" or "SystemOOM") => EventKinds.OomKill,
        (_, "Preempted" or "Preempting" or "Evicted" or "TaintManagerEviction") => EventKinds.Preemption,
        ("Pod", "Started") => EventKinds.Start,
        ("Pod", "Killing") => EventKinds.Cancel,
        ("Job", "Completed") => EventKinds.End,
        ("Job", "BackoffLimitExceeded" or "PodFailurePolicy") => EventKinds.Failure,
        ("Job", "DeadlineExceeded") => EventKinds.Timeout,
        _ => SnakeCase(reason),
    };

    private static string SnakeCase(string reason)
    {
        var text = new StringBuilder(reason.Length + 8);
        for (var i = 0; i < reason.Length; i++)
        {
            var letter = reason[i];
            if (char.IsUpper(letter) && i > 0 && (char.IsLower(reason[i - 1]) || (i + 1 < reason.Length && char.IsLower(reason[i + 1]))))
                text.Append('_');
            text.Append(char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_');
        }
        return text.ToString();
    }

    private static JsonElement? Property(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } part && part.TryGetProperty(name, out var field) ? field : null;

    private static string? Text(JsonElement? element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    private static long? Number(JsonElement? element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    // "Successfully assigned default/train-0 to n1"
    [GeneratedRegex(@"^Successfully assigned \S+ to (?<node>\S+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assigned();
}
