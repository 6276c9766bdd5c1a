using System.Text;
using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Loading.TrainingLogs;

namespace Auscult.Telemetry.Loading.Tables;

/// <summary>Finds the keys of a file with one JSON object per line.</summary>
internal static class JsonLineKeys
{
    /// <summary>The keys of single values in the first lines, in order of appearance; lines that are no objects are passed over.</summary>
    /// <exception cref="InputException">No line is an object with a key.</exception>
    public static IReadOnlyList<string> Of(string path, int lineCount, CancellationToken cancellation)
    {
        var keys = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        using var lines = LineReader.Open(path, cancellation);
        var isArray = false;
        try
        {
            for (var i = 0; i < lineCount && lines.TryRead(out var line); i++)
            {
                isArray |= i == 0 && line.TrimStart(" \t"u8).StartsWith("["u8);
                AddKeys(line);
            }
        }
        catch (InputException) when (keys.Count > 0)
        {
            // A damaged file: told by whoever reads it.
        }
        return keys.Count > 0
            ? keys
            : throw new InputException(isArray ? "is a JSON list" : "no line is a JSON object", path, remedy: "write one JSON object per line");

        void AddKeys(ReadOnlySpan<byte> line)
        {
            try
            {
                using var document = JsonDocument.Parse(BareNonFinite.Quote(Encoding.UTF8.GetString(line)));
                if (document.RootElement.ValueKind == JsonValueKind.Object)
                    AddObject(document.RootElement, "");
            }
            catch (JsonException)
            {
                // Told by whoever reads the line.
            }
        }

        void AddObject(JsonElement parent, string prefix)
        {
            foreach (var property in parent.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Object)
                    AddObject(property.Value, $"{prefix}{property.Name}.");
                else if (property.Value.ValueKind != JsonValueKind.Array && known.Add(prefix + property.Name))
                    keys.Add(prefix + property.Name);
            }
        }
    }
}
