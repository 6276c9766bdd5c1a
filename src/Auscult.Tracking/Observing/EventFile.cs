using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Auscult.Foundation;
using Google.Protobuf;

namespace Auscult.Tracking.Observing;

/// <summary>
/// An event file of TensorBoard: records of length, masked CRC-32C of the length, a tensorflow.Event, masked CRC-32C of it. The first
/// event says
/// <c>brain.Event:2</c>.
/// </summary>
/// <remarks>
/// Fields of tensorflow.Event: wall_time = 1 (double), step = 2 (int64), file_version = 3 (string), summary = 5; of Summary: value = 1; of
/// Summary.Value: tag = 1, simple_value = 2 (float), tensor = 8, metadata = 9; of SummaryMetadata: plugin_data = 1 (plugin_name = 1,
/// content = 2);
/// of TensorProto: dtype = 1, tensor_shape = 2, string_val = 8.
/// </remarks>
internal sealed class EventFile : IDisposable
{
    private const int StringType = 7;
    private readonly FileStream _stream;
    private readonly TimeProvider _clock;
    private readonly Action<string> _warn;
    private readonly Lock _gate = new();
    private bool _failed;

    private EventFile(FileStream stream, TimeProvider clock, Action<string> warn)
    {
        (_stream, _clock, _warn) = (stream, clock, warn);
        Write(0, output =>
        {
            output.WriteTag(3, WireFormat.WireType.LengthDelimited);
            output.WriteString("brain.Event:2");
        });
    }

    /// <summary>A new file in a folder; null, after one line, when it cannot be written.</summary>
    public static EventFile? TryCreate(string folder, TimeProvider clock, Action<string> warn)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var seconds = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var name = $"events.out.tfevents.{seconds}.{Environment.MachineName}.{Environment.ProcessId}.{Guid.NewGuid().ToString("N")[..8]}";
            return new EventFile(new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite,
                bufferSize: 0), clock, warn);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warn($"no TensorBoard files are written: {e.Message}");
            return null;
        }
    }

    /// <summary>Writes a measurement.</summary>
    public void Scalar(string tag, double value, long step) => Summary(step, Message(output =>
    {
        output.WriteTag(1, WireFormat.WireType.LengthDelimited);
        output.WriteString(tag);
        output.WriteTag(2, WireFormat.WireType.Fixed32);
        output.WriteFloat((float)value);
    }));

    /// <summary>Writes text, which TensorBoard shows as Markdown.</summary>
    public void Text(string tag, string text) => Summary(0, Message(output =>
    {
        output.WriteTag(1, WireFormat.WireType.LengthDelimited);
        output.WriteString(tag + "/text_summary");
        output.WriteTag(8, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(Message(tensor =>
        {
            tensor.WriteTag(1, WireFormat.WireType.Varint);
            tensor.WriteEnum(StringType);
            // A shape of one dimension of size one.
            tensor.WriteTag(2, WireFormat.WireType.LengthDelimited);
            tensor.WriteBytes(Nested(2, Message(dimension =>
            {
                dimension.WriteTag(1, WireFormat.WireType.Varint);
                dimension.WriteInt64(1);
            })));
            tensor.WriteTag(8, WireFormat.WireType.LengthDelimited);
            tensor.WriteBytes(ByteString.CopyFromUtf8(text));
        }));
        output.WriteTag(9, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(Nested(1, Message(plugin =>
        {
            plugin.WriteTag(1, WireFormat.WireType.LengthDelimited);
            plugin.WriteString("text");
        })));
    }));

    /// <summary>Writes the settings as one table.</summary>
    public void Hyperparameters(IReadOnlyDictionary<string, string> settings)
    {
        if (settings.Count == 0)
            return;
        var table = new StringBuilder("| setting | value |\n| --- | --- |\n");
        foreach (var (key, value) in settings.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            table.Append("| ").Append(key).Append(" | ").Append(value.ReplaceLineEndings(" ")
                .Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        Text("params", table.ToString());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _stream.Dispose();
    }

    private static ByteString Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
            write(output);
        return ByteString.CopyFrom(bytes.ToArray());
    }

    private static ByteString Nested(int field, ByteString message) => Message(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(message);
    });

    private void Summary(long step, ByteString value) => Write(step, output =>
    {
        output.WriteTag(5, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(Nested(1, value));
    });

    private void Write(long step, Action<CodedOutputStream> content)
    {
        var data = Message(output =>
        {
            output.WriteTag(1, WireFormat.WireType.Fixed64);
            output.WriteDouble(_clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
            output.WriteTag(2, WireFormat.WireType.Varint);
            output.WriteInt64(step);
            content(output);
        }).Span;
        var record = new byte[data.Length + 16];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Crc32C.Masked(record.AsSpan(0, 8)));
        data.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + data.Length), Crc32C.Masked(data));
        lock (_gate)
        {
            if (_failed)
                return;
            try
            {
                _stream.Write(record);
            }
            catch (IOException e)
            {
                // A reader stops at half a record, so nothing may follow it.
                _failed = true;
                _warn($"the TensorBoard file {_stream.Name} ends here: {e.Message}");
            }
        }
    }
}
