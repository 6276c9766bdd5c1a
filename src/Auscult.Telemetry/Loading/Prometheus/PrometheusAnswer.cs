using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Telemetry.Loading.Prometheus;

/// <summary>
/// The envelope of an answer of the Prometheus HTTP API: <c>status</c>, <c>data</c>, <c>errorType</c>, <c>error</c>, <c>warnings</c>.
/// </summary>
internal static class PrometheusAnswer
{
    /// <summary>Reads the data of an answer.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="address">Where it comes from, for messages.</param>
    /// <param name="note">Takes warnings.</param>
    /// <param name="read">Makes something of the data.</param>
    /// <exception cref="InvalidDataException">The body is not whole.</exception>
    /// <exception cref="InputException">It is no answer of Prometheus, or an error.</exception>
    public static T Read<T>(byte[] body, string address, Action<string> note, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("status", out var status)
                || status.ValueKind != JsonValueKind.String)
                throw new InputException("is no answer of the Prometheus HTTP API", address, remedy: "check the address and its path");
            foreach (var warning in Texts(root, "warnings").Concat(Texts(root, "infos")))
                note($"{address}: warning: {warning}");
            if (status.GetString() != "success")
                throw new InputException($"{Text(root, "errorType")}: {Text(root, "error")}", address);
            return read(root.TryGetProperty("data", out var data) ? data : default);
        }
        catch (JsonException) when (body.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("<"u8))
        {
            throw new InputException(
                "is a page, not an answer of the Prometheus HTTP API", address, remedy: "check the address and its path");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("the JSON ends too early or is damaged", e);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException)
        {
            throw new InputException("is not laid out as an answer of the Prometheus HTTP API", address, inner: e);
        }
    }

    /// <summary>A text of an object; empty when it is not there.</summary>
    public static string Text(JsonElement map, string name) =>
        map.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static IEnumerable<string> Texts(JsonElement map, string name) =>
        map.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(one => one.ToString()) : [];
}
