using System.Globalization;
using System.Text;
using Auscult.Foundation;

namespace Auscult.Tracking;

/// <summary>A metric's history: one line <c>timestamp_ms value step</c> per measurement.</summary>
internal static class MetricFile
{
    /// <summary>Appends one line with a single write, so that a killed process leaves no half line.</summary>
    public static void Append(string path, long timestamp, double value, long step)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var line = string.Create(CultureInfo.InvariantCulture, $"{timestamp} {Format(value)} {step}\n");
        using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        stream.Write(Encoding.ASCII.GetBytes(line));
    }

    /// <summary>The points of a file in their order; a half line at its end is left out.</summary>
    /// <exception cref="InputException">A line is no measurement.</exception>
    public static IEnumerable<(long Timestamp, double Value, long Step, string[] More)> Read(string path)
    {
        var number = 0L;
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            number++;
            var parts = line.Split(' ');
            if (parts.Length < 2 || !long.TryParse(parts[0], CultureInfo.InvariantCulture, out var timestamp)
                || !TryParse(parts[1], out var value))
                throw new InputException("not a line of a metric: time, value, step", path, line: number, remedy: "remove the line");
            yield return (timestamp, value, parts.Length > 2 ? long.Parse(parts[2], CultureInfo.InvariantCulture) : 0,
                parts[Math.Min(3, parts.Length)..]);
        }
    }

    /// <summary>Removes what follows the last newline; a file without one is deleted.</summary>
    public static void Repair(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (end == bytes.Length)
            return;
        // MLflow takes an empty metric for a malformed one.
        if (end == 0)
        {
            File.Delete(path);
            return;
        }
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
        stream.SetLength(end);
    }

    private static bool TryParse(string text, out double value)
    {
        value = text switch { "nan" => double.NaN, "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => 0 };
        return value != 0 || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A double as Python writes it: the shortest text that reads back equal, <c>nan</c>, <c>inf</c>.</summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        var text = value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.AsSpan().ContainsAny('.', 'e') ? text : text + ".0";
    }
}
