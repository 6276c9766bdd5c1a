using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Metrics;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Prometheus;

/// <summary>
/// Reads the matrix of a query: series with their labels, each with <c>[seconds, "value"]</c> pairs. Goes through the bytes once; a
/// text is made per label, none per sample.
/// </summary>
internal static class MatrixReader
{
    private const long LatestSeconds = 1_000_000_000_000;

    /// <summary>Checks that a body is whole and a matrix, without keeping anything.</summary>
    /// <exception cref="InvalidDataException">It is not whole.</exception>
    /// <exception cref="InputException">It is an error, or nothing of Prometheus.</exception>
    public static void Check(byte[] body, string address)
    {
        if (body.AsSpan().StartsWith("{\"status\":\"success\","u8))
            Read(body, address, new BadRecords(skip: true), 0, 0, (_, _) => IgnoredTarget.Instance, _ => { });
        else
            _ = PrometheusAnswer.Read(body, address, _ => { }, data => data.GetProperty("result").ValueKind);
    }

    /// <summary>Reads a body that <see cref="Check"/> found whole.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="address">Where it comes from, for messages.</param>
    /// <param name="bad">Where values that are no numbers are reported.</param>
    /// <param name="fromMicros">First moment to take.</param>
    /// <param name="untilMicros">First moment to leave out.</param>
    /// <param name="open">What a series becomes: its name, its labels.</param>
    /// <param name="note">Takes the server's warnings, and what was left out.</param>
    /// <exception cref="InvalidDataException">It is not whole.</exception>
    /// <exception cref="InputException">It is no matrix, or a value is bad and such are not skipped.</exception>
    public static void Read(
        byte[] body, string address, BadRecords bad, long fromMicros, long untilMicros, Func<string, MetricLabels, SampleTarget> open,
            Action<string> note)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (json.ValueTextEquals("warnings"u8) || json.ValueTextEquals("infos"u8))
                    ReadWarnings(ref json, address, note);
                if (json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals("result"u8))
                    continue;
                Require(json.Read() && json.TokenType == JsonTokenType.StartArray, address);
                while (json.Read() && json.TokenType == JsonTokenType.StartObject)
                    ReadSeries(ref json, address, bad, fromMicros, untilMicros, open, note);
            }
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("the JSON ends too early or is damaged", e);
        }
    }

    private static void ReadWarnings(ref Utf8JsonReader json, string address, Action<string> note)
    {
        Require(json.Read() && json.TokenType == JsonTokenType.StartArray, address);
        while (json.Read() && json.TokenType == JsonTokenType.String)
            note($"{address}: warning: {json.GetString()}");
    }

    private static void ReadSeries(
        ref Utf8JsonReader json, string address, BadRecords bad, long from, long until, Func<string, MetricLabels, SampleTarget> open,
            Action<string> note)
    {
        SampleTarget? target = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("metric"u8))
            {
                var (name, labels) = ReadLabels(ref json, address);
                target = open(name, new MetricLabels(labels));
            }
            else if (json.ValueTextEquals("values"u8))
            {
                Require(json.Read() && json.TokenType == JsonTokenType.StartArray && target is not null, address);
                while (json.Read() && json.TokenType == JsonTokenType.StartArray)
                    ReadSample(ref json, address, bad, from, until, target!);
            }
            else
            {
                if (json.ValueTextEquals("histograms"u8))
                    note($"{address}: native histograms are left out");
                json.Read();
                json.Skip();
            }
        }
    }

    private static (string Name, List<MetricLabel> Labels) ReadLabels(ref Utf8JsonReader json, string address)
    {
        var (name, labels) = ("", new List<MetricLabel>());
        Require(json.Read() && json.TokenType == JsonTokenType.StartObject, address);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var label = json.GetString()!;
            Require(json.Read() && json.TokenType == JsonTokenType.String, address);
            if (label == "__name__")
                name = json.GetString()!;
            else
                labels.Add(new MetricLabel(label, json.GetString()!));
        }
        return (name, labels);
    }

    private static void ReadSample(ref Utf8JsonReader json, string address, BadRecords bad, long from, long until, SampleTarget target)
    {
        Require(json.Read() && json.TokenType == JsonTokenType.Number, address);
        Require(json.TryGetDecimal(out var seconds) && Math.Abs(seconds) < LatestSeconds, address);
        var micros = (long)decimal.Round(seconds * Micros.PerSecond);
        Require(json.Read() && json.TokenType == JsonTokenType.String, address);
        if (micros >= from && micros < until)
        {
            if (!TimeText.IsPlausible(micros))
                bad.Report(new InputException($"{seconds} is not a time between 1990 and 2200", address));
            else if (MetricNumber.TryParse(json.ValueSpan, out var value))
                target.Add(micros, value);
            else
                bad.Report(new InputException($"'{json.GetString()}' is not a number", address));
        }
        Require(json.Read() && json.TokenType == JsonTokenType.EndArray, address);
    }

    private static void Require(bool isSo, string address)
    {
        if (!isSo)
            throw new InputException("is not laid out as series of the Prometheus HTTP API", address);
    }
}
