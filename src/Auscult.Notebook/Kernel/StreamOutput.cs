using System.Text;

namespace Auscult.Notebook.Kernel;

/// <summary>A standard stream of the cells: gathers what is written for a moment, then publishes it while the cell goes on.</summary>
internal sealed class StreamOutput : TextWriter
{
    private const int MaxGathered = 8192;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(40);
    private readonly string _name;
    private readonly OutputChannel _output;
    private readonly Lock _gate = new();
    private readonly StringBuilder _gathered = new();
    private readonly Timer _timer;

    public StreamOutput(string name, OutputChannel output)
    {
        (_name, _output) = (name, output);
        _timer = new Timer(_ => Flush());
        NewLine = "\n";
    }

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (buffer.IsEmpty)
            return;
        // What was written to the other stream before is seen before.
        _output.Other(this).Flush();
        bool isFull;
        lock (_gate)
        {
            if (_gathered.Length == 0)
                _timer.Change(Moment, Timeout.InfiniteTimeSpan);
            _gathered.Append(buffer);
            isFull = _gathered.Length > MaxGathered;
        }
        if (isFull)
            Flush();
    }

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + NewLine);

    /// <inheritdoc/>
    public override void Flush()
    {
        // Sending within the lock keeps the order of two threads' texts.
        lock (_gate)
        {
            if (_gathered.Length == 0)
                return;
            var text = _gathered.ToString();
            _gathered.Clear();
            _output.SendStream(_name, text);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _timer.Dispose();
        base.Dispose(disposing);
    }
}
