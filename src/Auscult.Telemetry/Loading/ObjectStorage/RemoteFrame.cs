using System.Runtime.InteropServices;
using System.Text.Json;
using Auscult.Foundation;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Loading.ObjectStorage;

/// <summary>
/// A frame file behind HTTP: its rows are fetched when they are asked for, so a trainer needs no local copy. Whoever reads windows
/// ahead (<c>train.prefetch_batches</c>) hides the latency; what remains is the trainer's data wait.
/// </summary>
public sealed class RemoteFrame : Frame
{
    private readonly RangeReader _reader;

    private RemoteFrame(FrameHeader header, RangeReader reader)
        : base(header.Schema) => (Key, _reader) = (header.Key, reader);

    /// <summary>What the values were computed from; the same as that of the local file.</summary>
    public string Key { get; }

    /// <summary>How many requests had to be repeated so far.</summary>
    public int Retries => _reader.Retries;

    /// <summary>Reads the header of a frame file.</summary>
    /// <param name="address">Address of the file that fusion wrote.</param>
    /// <param name="config">Time-outs and retries.</param>
    /// <param name="clock">Measures the pauses between attempts.</param>
    /// <exception cref="InputException">It is no frame file, or the server does not serve ranges of it.</exception>
    /// <exception cref="IOException">The server cannot be reached.</exception>
    public static RemoteFrame Open(string address, RangeReaderConfig config, TimeProvider clock)
    {
        var reader = new RangeReader(address, config, clock);
        try
        {
            return new RemoteFrame(ReadHeader(reader, address), reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Whether the object was fused from the same data with the same configuration as another frame.</summary>
    public bool HoldsSame(Frame other) => other is MappedFrame mapped
        ? string.Equals(mapped.Key, Key, StringComparison.Ordinal)
        : other.Schema.Step == Schema.Step && other.Schema.Entities.SequenceEqual(Schema.Entities)
            && other.Schema.Signals.SequenceEqual(Schema.Signals) && other.Schema.Segments.SequenceEqual(Schema.Segments);

    /// <inheritdoc/>
    /// <exception cref="IOException">The server stopped answering.</exception>
    protected override ReadOnlySpan<float> Plane(int plane, int firstRow, int rowCount)
    {
        var values = new float[checked((int)((long)rowCount * Schema.Signals.Count))];
        _reader.Read(FramePreamble.PayloadOffset + (Schema.Offset(plane, firstRow) * sizeof(float)), MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _reader.Dispose();

    private static FrameHeader ReadHeader(RangeReader reader, string address)
    {
        Span<byte> start = stackalloc byte[FramePreamble.Size];
        reader.Read(0, start);
        var preamble = FramePreamble.Read(start) ?? throw new InputException("is no frame file of this version", address, remedy: "upload it again");
        var json = new byte[preamble.JsonLength];
        reader.Read(FramePreamble.PayloadOffset + preamble.PayloadLength, json);
        if (preamble.JsonChecksum != FramePreamble.Checksum(json))
            throw new InputException("is damaged", address, remedy: "upload it again");
        return JsonSerializer.Deserialize(json, FrameJson.Default.FrameHeader)!;
    }
}
