using System.IO.MemoryMappedFiles;

namespace Auscult.Telemetry.Fusion;

/// <summary>Writes a frame file: first the values through a mapping, then the JSON behind them, then the preamble.</summary>
internal sealed unsafe class FrameFileWriter : IFrameValues, IDisposable
{
    private readonly FrameSchema _schema;
    private readonly FileStream _stream;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _payload;

    /// <exception cref="IOException">The disk has no room for the frame.</exception>
    public FrameFileWriter(string path, FrameSchema schema)
    {
        _schema = schema;
        var length = FramePreamble.PayloadOffset + PayloadLength;
        // Preallocated: a disk that runs full under a mapping would end the process.
        _stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, PreallocationSize = length,
        });
        try
        {
            _stream.SetLength(length);
            _file = MemoryMappedFile.CreateFromFile(
                _stream, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            _view = _file.CreateViewAccessor(0, length);
        }
        catch
        {
            _file?.Dispose();
            _stream.Dispose();
            throw;
        }
        byte* bytes = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref bytes);
        _payload = bytes + FramePreamble.PayloadOffset;
    }

    private long PayloadLength => (_schema.ValueCount + _schema.PeerValueCount) * sizeof(float);

    /// <inheritdoc/>
    public Span<float> Rows(int plane, int firstRow, int rowCount) => new(
        _payload + (_schema.Offset(plane, firstRow) * sizeof(float)), checked((int)((long)rowCount * _schema.Signals.Count)));

    /// <summary>Writes everything but the values.</summary>
    public void Finish(string key, FusionReport report, FrameHistory? history)
    {
        var json = new FrameHeader(
            key, _schema.Entities, _schema.Signals, _schema.Segments, _schema.Step.Ticks, _schema.PeerGroups, report, history).ToJson();
        uint jsonChecksum;
        fixed (byte* bytes = json)
            jsonChecksum = FramePreamble.Checksum(bytes, json.Length);
        var preamble = new FramePreamble(PayloadLength, json.Length, FramePreamble.Checksum(_payload, PayloadLength), jsonChecksum);
        _view.Flush();
        _stream.Position = FramePreamble.PayloadOffset + PayloadLength;
        _stream.Write(json);
        _stream.Position = 0;
        _stream.Write(preamble.ToBytes());
        _stream.Flush();
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        _stream.Dispose();
    }
}
