using System.Text;
using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Telemetry.Loading.Traces;

/// <summary>Takes the JSON of one event apart; names repeat, so each is one string.</summary>
internal sealed class TraceEventParser
{
    private readonly Dictionary<int, string> _words = [];

    /// <summary>Fills an empty event.</summary>
    /// <exception cref="InputException">A time or a duration is no number, or a name is not UTF-8.</exception>
    public void Parse(ReadOnlySpan<byte> json, TraceEvent target)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            var key = Key(name);
            reader.Read();
            switch (key)
            {
                case Field.Name: target.Name = Word(ref reader); break;
                case Field.Category: target.Category = Word(ref reader); break;
                case Field.Phase: target.Phase = Word(ref reader); break;
                case Field.Process: target.Process = Word(ref reader); break;
                case Field.Thread: target.Thread = Word(ref reader); break;
                case Field.Start: target.Start = Number(ref reader, "ts"); break;
                case Field.Duration: target.Duration = Number(ref reader, "dur"); break;
                case Field.Arguments when reader.TokenType == JsonTokenType.StartObject: ParseArguments(ref reader, target); break;
                default: reader.Skip(); break;
            }
        }
    }

    private static Field Key(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("name"u8) ? Field.Name
        : name.SequenceEqual("cat"u8) ? Field.Category
        : name.SequenceEqual("ph"u8) ? Field.Phase
        : name.SequenceEqual("pid"u8) ? Field.Process
        : name.SequenceEqual("tid"u8) ? Field.Thread
        : name.SequenceEqual("ts"u8) ? Field.Start
        : name.SequenceEqual("dur"u8) ? Field.Duration
        : name.SequenceEqual("args"u8) ? Field.Arguments
        : Field.Other;

    private static double Number(ref Utf8JsonReader reader, string field)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) && double.IsFinite(value))
            return value;
        var isWord = reader.TokenType is JsonTokenType.String or JsonTokenType.Number;
        var text = isWord ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.TokenType.ToString();
        throw new InputException($"'{text}' is not a number of microseconds", column: field, remedy: "leave the event out with --skip-bad");
    }

    private void ParseArguments(ref Utf8JsonReader reader, TraceEvent target)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isStep, isName) = (reader.ValueSpan.SequenceEqual("step"u8), reader.ValueSpan.SequenceEqual("name"u8));
            reader.Read();
            if (isStep && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var step))
                target.Step = step;
            else if (isName)
                target.Label = Word(ref reader);
            else
                reader.Skip();
        }
    }

    /// <summary>A text, or a number as it is written.</summary>
    private string Word(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            reader.Skip();
            return "";
        }
        var hash = default(HashCode);
        hash.AddBytes(reader.ValueSpan);
        var key = hash.ToHashCode();
        if (_words.TryGetValue(key, out var known) && !reader.ValueIsEscaped && Ascii.Equals(reader.ValueSpan, known))
            return known;
        return _words[key] = reader.TokenType == JsonTokenType.String ? Text(ref reader) : Encoding.UTF8.GetString(reader.ValueSpan);
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException e)
        {
            throw new InputException("a name is not UTF-8 text", remedy: "leave the event out with --skip-bad", inner: e);
        }
    }

    private enum Field
    {
        Other,
        Name,
        Category,
        Phase,
        Process,
        Thread,
        Start,
        Duration,
        Arguments,
    }
}
