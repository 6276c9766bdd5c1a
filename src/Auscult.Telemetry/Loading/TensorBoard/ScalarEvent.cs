using System.Buffers.Binary;
using Google.Protobuf;

namespace Auscult.Telemetry.Loading.TensorBoard;

/// <summary>The scalars of one event.</summary>
/// <param name="WallTime">Seconds since 1970 UTC.</param>
/// <param name="Step">Global step.</param>
/// <param name="Values">Tag and value.</param>
/// <remarks>
/// Fields of tensorflow.Event: wall_time = 1 (double), step = 2 (int64), summary = 5; of Summary: value = 1; of Summary.Value: tag = 1,
/// simple_value = 2 (float), tensor = 8; of TensorProto: dtype = 1, tensor_content = 4, float_val = 5, double_val = 6.
/// </remarks>
internal sealed record ScalarEvent(double WallTime, long Step, IReadOnlyList<KeyValuePair<string, double>> Values)
{
    private const int FloatType = 1;
    private const int DoubleType = 2;

    /// <summary>Decodes an event; other fields and other kinds of summaries are passed over.</summary>
    /// <exception cref="InvalidProtocolBufferException">It is no protocol buffer.</exception>
    public static ScalarEvent Parse(byte[] data, int length)
    {
        var input = new CodedInputStream(data, 0, length);
        var (time, step) = (0.0, 0L);
        List<KeyValuePair<string, double>> values = [];
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (tag)
            {
                case (1 << 3) | 1: time = input.ReadDouble(); break;
                case (2 << 3) | 0: step = input.ReadInt64(); break;
                case (5 << 3) | 2: ParseSummary(input.ReadBytes().CreateCodedInput(), values); break;
                default: input.SkipLastField(); break;
            }
        }
        return new ScalarEvent(time, step, values);
    }

    private static void ParseSummary(CodedInputStream input, List<KeyValuePair<string, double>> values)
    {
        while (input.ReadTag() is not 0 and var tag)
        {
            if (tag == ((1 << 3) | 2))
                ParseValue(input.ReadBytes().CreateCodedInput(), values);
            else
                input.SkipLastField();
        }
    }

    private static void ParseValue(CodedInputStream input, List<KeyValuePair<string, double>> values)
    {
        var name = "";
        double? value = null;
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (tag)
            {
                case (1 << 3) | 2: name = input.ReadString(); break;
                case (2 << 3) | 5: value = input.ReadFloat(); break;
                case (8 << 3) | 2: value = ParseTensor(input.ReadBytes().CreateCodedInput()); break;
                default: input.SkipLastField(); break;
            }
        }
        if (value is { } scalar && name.Length > 0)
            values.Add(KeyValuePair.Create(name, scalar));
    }

    /// <summary>The value of a tensor with one element; null for larger ones and other types.</summary>
    private static double? ParseTensor(CodedInputStream input)
    {
        var type = 0;
        var content = ByteString.Empty;
        var floats = new List<double>();
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (tag)
            {
                case (1 << 3) | 0: type = input.ReadEnum(); break;
                case (4 << 3) | 2: content = input.ReadBytes(); break;
                case (5 << 3) | 5: floats.Add(input.ReadFloat()); break;
                case (6 << 3) | 1: floats.Add(input.ReadDouble()); break;
                case (5 << 3) | 2: ReadPacked(input.ReadBytes().Span, size: 4, floats); break;
                case (6 << 3) | 2: ReadPacked(input.ReadBytes().Span, size: 8, floats); break;
                default: input.SkipLastField(); break;
            }
        }
        if (type == FloatType && content.Length == 4)
            ReadPacked(content.Span, size: 4, floats);
        if (type == DoubleType && content.Length == 8)
            ReadPacked(content.Span, size: 8, floats);
        return type is FloatType or DoubleType && floats.Count == 1 ? floats[0] : null;
    }

    private static void ReadPacked(ReadOnlySpan<byte> bytes, int size, List<double> values)
    {
        for (; bytes.Length >= size; bytes = bytes[size..])
            values.Add(size == 4 ? BinaryPrimitives.ReadSingleLittleEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes));
    }
}
