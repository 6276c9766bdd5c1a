using System.Buffers.Binary;
using Auscult.Foundation;
using Google.Protobuf;

namespace Auscult.Telemetry.Tests.Loading.TensorBoard;

/// <summary>Writes event files as TensorFlow and PyTorch do.</summary>
internal sealed class EventFile
{
    private readonly MemoryStream _bytes = new();

    public EventFile() => Add(Event(1_700_000_000, 0, output =>
    {
        output.WriteTag(3, WireFormat.WireType.LengthDelimited);
        output.WriteString("brain.Event:2");
    }));

    public byte[] Bytes => _bytes.ToArray();

    public EventFile Scalar(double time, long step, string tag, float value) => Summary(time, step, tag, output =>
    {
        output.WriteTag(2, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
    });

    /// <summary>As TensorFlow 2 writes scalars: type, empty shape, and the value in tensor_content or float_val.</summary>
    public EventFile Tensor(double time, long step, string tag, float value, bool inContent) => Summary(time, step, tag, output =>
    {
        output.WriteTag(8, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(Message(tensor =>
        {
            tensor.WriteTag(1, WireFormat.WireType.Varint);
            tensor.WriteEnum(1);
            tensor.WriteTag(2, WireFormat.WireType.LengthDelimited);
            tensor.WriteBytes(ByteString.Empty);
            tensor.WriteTag(inContent ? 4 : 5, WireFormat.WireType.LengthDelimited);
            tensor.WriteBytes(ByteString.CopyFrom(BitConverter.GetBytes(value)));
        }));
    });

    public EventFile Add(byte[] data)
    {
        var head = new byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(head, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), Crc32C.Masked(head.AsSpan(0, 8)));
        var tail = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Crc32C.Masked(data));
        _bytes.Write([.. head, .. data, .. tail]);
        return this;
    }

    private EventFile Summary(double time, long step, string tag, Action<CodedOutputStream> write) => Add(Event(time, step, output =>
    {
        output.WriteTag(5, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(Message(summary =>
        {
            summary.WriteTag(1, WireFormat.WireType.LengthDelimited);
            summary.WriteBytes(Message(value =>
            {
                value.WriteTag(1, WireFormat.WireType.LengthDelimited);
                value.WriteString(tag);
                write(value);
            }));
        }));
    }));

    private static byte[] Event(double time, long step, Action<CodedOutputStream> write) => Message(output =>
    {
        output.WriteTag(1, WireFormat.WireType.Fixed64);
        output.WriteDouble(time);
        output.WriteTag(2, WireFormat.WireType.Varint);
        output.WriteInt64(step);
        write(output);
    }).ToByteArray();

    private static ByteString Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
            write(output);
        return ByteString.CopyFrom(bytes.ToArray());
    }
}
