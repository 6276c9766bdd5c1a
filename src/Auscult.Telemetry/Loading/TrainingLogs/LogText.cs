using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>Finds labelled figures in the bytes of a log line.</summary>
internal static class LogText
{
    /// <summary>The word after a label, up to a space, bar, comma, quote, slash or closing bracket; false without the label.</summary>
    public static bool TryWord(ReadOnlySpan<byte> line, ReadOnlySpan<byte> label, out ReadOnlySpan<byte> word)
    {
        word = default;
        var at = line.IndexOf(label);
        if (at < 0)
            return false;
        word = line[(at + label.Length)..].TrimStart(" [("u8);
        var end = word.IndexOfAny(" |,/'\"])}"u8);
        word = end < 0 ? word : word[..end];
        return true;
    }

    /// <summary>The number after a label, in the label's unit; null when the label is not there.</summary>
    /// <param name="line">The line.</param>
    /// <param name="label">What stands before the number.</param>
    /// <param name="reader">For errors.</param>
    /// <param name="unit">What may stand directly behind the number, e.g. <c>ms</c>.</param>
    /// <exception cref="Auscult.Foundation.InputException">There is a text instead.</exception>
    public static double? Number(ReadOnlySpan<byte> line, ReadOnlySpan<byte> label, LineReader reader, ReadOnlySpan<byte> unit = default)
    {
        if (!TryWord(line, label, out var word))
            return null;
        if (unit.Length > 0 && word.EndsWith(unit))
            word = word[..^unit.Length];
        return TryNumber(word, out var value) ? value : throw NoNumber(reader, label, word);
    }

    /// <summary>The whole number after a label; null when the label is not there.</summary>
    /// <exception cref="Auscult.Foundation.InputException">There is something else instead.</exception>
    public static long? Whole(ReadOnlySpan<byte> line, ReadOnlySpan<byte> label, LineReader reader)
    {
        if (!TryWord(line, label, out var word))
            return null;
        return Utf8Parser.TryParse(word, out long value, out var used) && used == word.Length ? value : throw NoNumber(reader, label, word);
    }

    /// <summary>Reads a number; <c>nan</c>, <c>inf</c> and their spellings are numbers too.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, out double value)
    {
        if (Utf8Parser.TryParse(text, out value, out var used) && used == text.Length)
            return true;
        if (text.Length is < 3 or > 9)
            return false;
        var negative = text[0] == '-';
        var word = negative || text[0] == '+' ? text[1..] : text;
        if (Is(word, "nan"u8))
            value = double.NaN;
        else if (Is(word, "inf"u8) || Is(word, "infinity"u8))
            value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        else
            return false;
        return true;

        static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(text, word);
    }

    /// <summary>
    /// A moment such as <c>2021-05-25 06:30:55,343</c> at the beginning of a text; null when it is none. Logs write local time without
    /// its zone: it counts as UTC.
    /// </summary>
    public static long? Moment(ReadOnlySpan<byte> text)
    {
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':')
            return null;
        Span<char> chars = stackalloc char[23];
        var length = text.Length >= 23 && text[19] is (byte)',' or (byte)'.' ? 23 : 19;
        for (var i = 0; i < length; i++)
            chars[i] = (char)text[i];
        chars[10] = ' ';
        if (length == 23)
            chars[19] = '.';
        return DateTime.TryParseExact(
            chars[..length], length == 23 ? "yyyy-MM-dd HH:mm:ss.fff" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? Micros.From(new DateTimeOffset(time)) : null;
    }

    /// <summary>The rank in a prefix such as <c>[rank3]:</c> or <c>[default3]:</c>; 0 without one.</summary>
    public static int RankOf(ReadOnlySpan<byte> line)
    {
        var at = line.Length > 0 && line[0] == '[' ? line.IndexOf((byte)']') : -1;
        if (at < 0)
            return 0;
        var inside = line[1..at];
        var digits = inside.StartsWith("rank"u8) ? inside[4..] : inside.StartsWith("default"u8) ? inside[7..] : default;
        return Utf8Parser.TryParse(digits, out int rank, out var used) && used == digits.Length && rank >= 0 ? rank : 0;
    }

    /// <summary>An error that shows the label and what stands there.</summary>
    public static Foundation.InputException NoNumber(LineReader reader, ReadOnlySpan<byte> label, ReadOnlySpan<byte> word) => reader.Error(
        $"'{Shown(word)}' is not a number", Encoding.UTF8.GetString(label).Trim(" :=['\"".ToCharArray()),
        remedy: "mend the line, or leave it out with --skip-bad");

    private static string Shown(ReadOnlySpan<byte> word) => Encoding.UTF8.GetString(word.Length > 40 ? word[..40] : word);
}
