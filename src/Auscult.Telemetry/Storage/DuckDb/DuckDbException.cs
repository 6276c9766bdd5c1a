using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Storage.DuckDb;

/// <summary>DuckDB refused a statement; the message is DuckDB's own.</summary>
public sealed class DuckDbException(string message) : Exception(message)
{
    /// <summary>The first line without DuckDB's error class, for messages that name file and remedy themselves.</summary>
    public string Brief
    {
        get
        {
            var line = Message.AsSpan(0, Message.AsSpan().IndexOf('\n') is >= 0 and var end ? end : Message.Length);
            var prefix = line.IndexOf("Error: ");
            return (prefix >= 0 ? line[(prefix + "Error: ".Length)..] : line).Trim().ToString();
        }
    }

    internal static DuckDbException From(nint utf8) => new(Marshal.PtrToStringUTF8(utf8) ?? "DuckDB failed without a message");
}
