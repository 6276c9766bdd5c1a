using System.Text.RegularExpressions;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;

namespace Auscult.Telemetry.Loading.CiscoTelemetry;

/// <summary>What Cisco's YANG leaves become.</summary>
/// <remarks>
/// Interface totals get the catalogue's names; every other leaf keeps its own in snake case, behind the name of its collection where it has
/// one. A leaf is a counter when its name says that it counts up (packets, bytes, messages, drops, calls); the published values bear it
/// out.
/// </remarks>
internal sealed partial class CiscoSignals(SignalResolver resolver)
{
    private static readonly Dictionary<string, string> Interface = new(StringComparer.Ordinal)
    {
        ["bytes-received"] = "nic_receive_bytes_total",
        ["bytes-sent"] = "nic_transmit_bytes_total",
        ["packets-received"] = "nic_receive_packets_total",
        ["packets-sent"] = "nic_transmit_packets_total",
        ["input-errors"] = "nic_receive_errors_total",
        ["output-errors"] = "nic_transmit_errors_total",
        ["input-drops"] = "nic_receive_drops_total",
        ["output-drops"] = "nic_transmit_drops_total",
    };

    /// <summary>Whether a leaf names a thing or a moment instead of measuring anything.</summary>
    public static bool IsIdentifier(string leaf) => Identifiers().IsMatch(leaf);

    /// <summary>The signal of a leaf.</summary>
    /// <param name="leaf">Name of the column.</param>
    /// <param name="kind">What it is measured on.</param>
    /// <param name="layer">Layer of its collection.</param>
    /// <param name="collection">Short name of the collection, or empty.</param>
    /// <param name="isState">Whether it is a state: up, true.</param>
    public Signal Find(string leaf, EntityKind kind, Layer layer, string collection = "", bool isState = false)
    {
        var name = kind == EntityKind.Nic && Interface.TryGetValue(leaf, out var known) ? known : Snake($"{collection} {leaf}");
        var signalKind = isState ? SignalKind.State : Counters().IsMatch(leaf) && !Levels().IsMatch(leaf) ? SignalKind.Counter : SignalKind.Gauge;
        var aggregation = isState ? Aggregation.Min : signalKind == SignalKind.Counter ? Aggregation.Sum : Aggregation.Mean;
        return resolver.Resolve(name, unknown => new Signal(unknown, layer, signalKind, UnitOf(leaf), kind, aggregation)).Signal is var found && found.EntityKind == kind
            ? found
            : new Signal(name, layer, signalKind, UnitOf(leaf), kind, aggregation);
    }

    /// <summary>A text in lower case with underscores.</summary>
    public static string Snake(string text) => Separators().Replace(text, "_").Trim('_').ToLowerInvariant();

    private static string UnitOf(string leaf) => leaf.Contains("bytes", StringComparison.Ordinal) || leaf.Contains("memory", StringComparison.Ordinal) ? "bytes"
        : leaf.EndsWith("packets", StringComparison.Ordinal) ? "packets"
        : leaf.EndsWith("data-rate", StringComparison.Ordinal) ? "kbit/s"
        : leaf.EndsWith("packet-rate", StringComparison.Ordinal) ? "packets/s"
        : "";

    [GeneratedRegex("(^|__)(as|local-as|process-id|node-id|load-interval|bandwidth|mtu|.*seconds|.*-trigger|.*__entry|.*-tag|.*-flags)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Identifiers();

    [GeneratedRegex(
        "pac?kets|bytes|drops?$|dropped|errors?$|failures|transitions|messages(-received|-sent)?$|calls|timeouts|probes|triggers$|retransmitted|processed$"
        + "|(receive|transmit|calls|requests|messages)-count$|connections-(accepted|closed|dropped|established|failed|requested)|-(freed|malloced)-num$|-(sent|received)$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counters();

    [GeneratedRegex("rate$|load$|memory|socket-layer|high-water|low-water|-time$|page-size", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Levels();

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Separators();
}
