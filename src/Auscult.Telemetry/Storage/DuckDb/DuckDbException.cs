using System.Runtime.InteropServices;

namespace Auscult.Telemetry.Storage.DuckDb;

/// <summary>DuckDB refused a statement; the message is DuckDB's own.</summary>
public sealed class DuckDbException(string message) : Exception(message)
{
    /// <summary>
    /// The cause in one line, without DuckDB's error class: for messages that name file and remedy themselves. A failure in the middle of a
    /// stream comes wrapped, with the cause on a line of its own that starts with <c>Error:</c>.
    /// </summary>
    public string Brief
    {
        get
        {
            var wrapped = Message.IndexOf("\nError: ", StringComparison.Ordinal);
            var cause = Message.AsSpan(wrapped < 0 ? 0 : wrapped + "\nError: ".Length);
            var end = cause.IndexOf('\n');
            var line = end < 0 ? cause : cause[..end];
            var prefix = line.IndexOf("Error: ");
            return (prefix < 0 ? line : line[(prefix + "Error: ".Length)..]).Trim().ToString();
        }
    }

    internal static DuckDbException From(nint utf8) => new(Marshal.PtrToStringUTF8(utf8) ?? "DuckDB failed without a message");
}
