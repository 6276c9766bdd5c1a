using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>
/// The line patterns of one training framework. A format keeps what it must remember between lines, so every file is read by a new one.
/// </summary>
internal abstract class LogFormat
{
    /// <summary>What <c>data.format</c> calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What the reader of the data should know after the file was read; null: nothing.</summary>
    public virtual string? Remark => null;

    /// <summary>
    /// Takes a line apart. Most lines of a log are of no interest: a pattern looks for a literal first and leaves the others at once.
    /// </summary>
    /// <param name="line">The line's bytes.</param>
    /// <param name="reader">Where it stands, for errors.</param>
    /// <param name="record">An empty record to fill; its kind stays <see cref="LogLine.Other"/> for a line without interest.</param>
    /// <exception cref="InputException">The line is one of the format's and holds something that cannot be read.</exception>
    public abstract void Read(ReadOnlySpan<byte> line, LineReader reader, LogRecord record);

    /// <summary>
    /// How sure the format is that a line is one of its own: 0 not at all, 1 it could be, 2 nothing else prints such a line.
    /// </summary>
    public virtual int Recognise(ReadOnlySpan<byte> line, LineReader reader, LogRecord record)
    {
        try
        {
            Read(line, reader, record);
            return record.Kind is LogLine.Step or LogLine.Evaluation or LogLine.Detail ? 2 : 0;
        }
        catch (InputException)
        {
            return 1;
        }
    }
}
