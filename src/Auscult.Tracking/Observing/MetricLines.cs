using System.Text.Json;

namespace Auscult.Tracking.Observing;

/// <summary>A measurement of a run.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Value">Its value; may be NaN or infinite.</param>
/// <param name="Step">Position on the run's axis.</param>
public sealed record MetricLine(string Name, double Value, long Step);

/// <summary>
/// A file of metrics, one JSON object a line (<c>{"name":"validation/loss","value":0.1,"step":200}</c>): what a program that watches a run reads.
/// A run that went back to its checkpoint has some steps twice; the later line counts.
/// </summary>
/// <param name="path">The file, which is appended to.</param>
public sealed class MetricLines(string path)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly Lock _gate = new();
    private long _read;

    /// <summary>Appends a line with a single write.</summary>
    public void Append(string name, double value, long step)
    {
        lock (_gate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            // A line that a killed process left half ends here, so that this one is whole.
            using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            var isTorn = stream.Length > 0 && stream.Seek(-1, SeekOrigin.End) >= 0 && stream.ReadByte() != '\n';
            stream.Seek(0, SeekOrigin.End);
            stream.Write([.. isTorn ? "\n"u8 : [], .. JsonSerializer.SerializeToUtf8Bytes(new MetricLine(name, value, step), Format), (byte)'\n']);
        }
    }

    /// <summary>The whole lines that were added since the last call; those that are no measurements are left out.</summary>
    public IReadOnlyList<MetricLine> ReadNew()
    {
        if (!File.Exists(path))
            return [];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(_read, SeekOrigin.Begin);
        var bytes = new byte[Math.Max(0, stream.Length - _read)];
        stream.ReadExactly(bytes);
        var end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        _read += end;
        return [.. System.Text.Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).OfType<MetricLine>()];
    }

    private static MetricLine? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<MetricLine>(line, Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
