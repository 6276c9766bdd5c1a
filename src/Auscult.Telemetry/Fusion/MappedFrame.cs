using System.IO.MemoryMappedFiles;
using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Telemetry.Fusion;

/// <summary>A frame on disk, mapped into memory: opening it costs one pass over its bytes, its rows are views of the mapping.</summary>
public sealed unsafe class MappedFrame : Frame
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _values;

    private MappedFrame(FrameHeader header, MemoryMappedFile file, MemoryMappedViewAccessor view, byte* values)
        : base(header.Schema)
    {
        (Key, Report, History, _file, _view) = (header.Key, header.Report, header.History, file, view);
        _values = values;
    }

    /// <summary>What the values were computed from: a digest of the dataset's content and the fusion configuration.</summary>
    public string Key { get; }

    /// <summary>What fusion saw when the frame was made.</summary>
    public FusionReport Report { get; }

    internal FrameHistory? History { get; }

    /// <summary>Opens a frame file and verifies its checksums.</summary>
    /// <exception cref="InputException">The file is missing, truncated, damaged, or of another format version.</exception>
    public static MappedFrame Open(string path)
    {
        if (!File.Exists(path))
            throw new InputException("no such file", path);
        var length = new FileInfo(path).Length;
        if (length < FramePreamble.Size)
            throw Damaged(path, "is truncated");
        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* bytes = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref bytes);
        try
        {
            return Read(path, length, bytes, file, view);
        }
        catch
        {
            Release(file, view);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override ReadOnlySpan<float> Plane(int plane, int firstRow, int rowCount)
    {
        ObjectDisposedException.ThrowIf(_values is null, this);
        var length = checked((int)((long)rowCount * Schema.Signals.Count));
        return new ReadOnlySpan<float>(_values + (Schema.Offset(plane, firstRow) * sizeof(float)), length);
    }

    /// <summary>Copies the first rows of an entity or plane to another frame.</summary>
    internal void Copy(int plane, int rowCount, IFrameValues target)
    {
        const int RowsAtOnce = 1 << 14;
        for (var first = 0; first < rowCount; first += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, rowCount - first);
            Plane(plane, first, count).CopyTo(target.Rows(plane, first, count));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_values is null)
            return;
        _values = null;
        Release(_file, _view);
    }

    private static MappedFrame Read(string path, long length, byte* bytes, MemoryMappedFile file, MemoryMappedViewAccessor view)
    {
        var preamble = FramePreamble.Read(new ReadOnlySpan<byte>(bytes, FramePreamble.Size))
            ?? throw Damaged(path, "is no frame file of this version");
        if (preamble.FileLength != length)
            throw Damaged(path, "is truncated");
        var values = bytes + FramePreamble.PayloadOffset;
        var json = values + preamble.PayloadLength;
        if (FramePreamble.Checksum(json, preamble.JsonLength) != preamble.JsonChecksum
            || FramePreamble.Checksum(values, preamble.PayloadLength) != preamble.PayloadChecksum)
            throw Damaged(path, "is damaged");
        var header = JsonSerializer.Deserialize(new ReadOnlySpan<byte>(json, preamble.JsonLength), FrameJson.Default.FrameHeader)!;
        return header.Schema is var schema && (schema.ValueCount + schema.PeerValueCount) * sizeof(float) == preamble.PayloadLength
            ? new MappedFrame(header, file, view, values)
            : throw Damaged(path, "is damaged");
    }

    private static void Release(MemoryMappedFile file, MemoryMappedViewAccessor view)
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }

    private static InputException Damaged(string path, string problem) => new(problem, path, remedy: "fuse the dataset again");
}
