using System.Globalization;
using System.Text;

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
