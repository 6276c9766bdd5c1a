using System.Text;

namespace Auscult.Telemetry.Tests.Loading.Damage;

/// <summary>What can happen to a file between its writer and its reader.</summary>
internal enum DamageKind
{
    FlippedBits,
    Truncated,
    MissingBytes,
    ForeignBytes,
    NulBytes,
    Utf16,
    LineDeleted,
    LineDoubled,
    LinesSwapped,
    FieldsSwapped,
    FieldHuge,
    FieldText,
    StrayQuote,
    Latin1,
}

/// <summary>Damages the bytes of a file; the same seed does the same.</summary>
internal static class FileDamage
{
    private const int FirstLineKind = (int)DamageKind.LineDeleted;
    private static readonly byte[] Separators = [.. ",;\t| :={}\""u8];

    private static readonly string[] HugeNumbers =
        ["1e400", "-1e39", "99999999999999999999999", "9223372036854775808", "-9223372036854775809", "1e308", "4e9", "inf", "-0", "1e-400", "253402300800"];

    private static readonly string[] Words = ["", "oops", "N/A", "null", "true", "-", "\u00e9t\u00e9", "1,5", "{", "[1]", "\\", "2026-13-45T99:00:00Z", "''", "0x1F", "%s"];

    /// <summary>Whether the damage stays within a line or two.</summary>
    public static bool IsByLine(DamageKind kind) => (int)kind >= FirstLineKind;

    public static DamageKind Pick(Random random) => Enum.GetValues<DamageKind>()[random.Next(Enum.GetValues<DamageKind>().Length)];

    /// <param name="content">The file.</param>
    /// <param name="kind">What happens to it.</param>
    /// <param name="random">Where.</param>
    public static byte[] Apply(byte[] content, DamageKind kind, Random random)
    {
        if (content.Length == 0)
            return content;
        if (IsByLine(kind))
            return ApplyToLines(content, kind, random);
        var at = random.Next(content.Length);
        var length = Math.Min(content.Length - at, 1 + random.Next(20));
        switch (kind)
        {
            case DamageKind.FlippedBits:
                var flipped = content.ToArray();
                for (var i = random.Next(1, 9); i > 0; i--)
                    flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case DamageKind.Truncated:
                return content[..at];
            case DamageKind.MissingBytes:
                return [.. content[..at], .. content[(at + length)..]];
            case DamageKind.ForeignBytes:
                var foreign = new byte[length];
                random.NextBytes(foreign);
                return [.. content[..at], .. foreign, .. content[at..]];
            case DamageKind.NulBytes:
                return [.. content[..at], .. new byte[length], .. content[(at + length)..]];
            default:
                return [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(content))];
        }
    }

    // The first line stays: a header that is damaged damages everything.
    private static byte[] ApplyToLines(byte[] content, DamageKind kind, Random random)
    {
        var lines = Encoding.Latin1.GetString(content).Split('\n').ToList();
        if (lines.Count < 3)
            return content;
        var line = random.Next(1, lines.Count - 1);
        switch (kind)
        {
            case DamageKind.LineDeleted:
                lines.RemoveAt(line);
                break;
            case DamageKind.LineDoubled:
                lines.Insert(line, lines[line]);
                break;
            case DamageKind.LinesSwapped:
                var other = random.Next(1, lines.Count - 1);
                (lines[line], lines[other]) = (lines[other], lines[line]);
                break;
            case DamageKind.StrayQuote:
                lines[line] = lines[line].Insert(random.Next(lines[line].Length + 1), "\"");
                break;
            case DamageKind.Latin1:
                lines[line] = lines[line].Insert(random.Next(lines[line].Length + 1), "\u00e9");
                break;
            default:
                lines[line] = ChangeFields(lines[line], kind, random);
                break;
        }
        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    private static string ChangeFields(string line, DamageKind kind, Random random)
    {
        var fields = Fields(line);
        if (fields.Count == 0)
            return line;
        var (start, length) = fields[random.Next(fields.Count)];
        if (kind != DamageKind.FieldsSwapped)
        {
            var text = kind == DamageKind.FieldHuge ? HugeNumbers[random.Next(HugeNumbers.Length)] : Words[random.Next(Words.Length)];
            return string.Concat(line.AsSpan(0, start), Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text)), line.AsSpan(start + length));
        }
        var (begin, size) = fields[random.Next(fields.Count)];
        if (begin < start)
            (start, length, begin, size) = (begin, size, start, length);
        return begin == start ? line : string.Concat(
            string.Concat(line.AsSpan(0, start), line.AsSpan(begin, size), line.AsSpan(start + length, begin - start - length)),
            line.AsSpan(start, length), line.AsSpan(begin + size));
    }

    private static List<(int Start, int Length)> Fields(string line)
    {
        var fields = new List<(int, int)>();
        var start = 0;
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && !Separators.Contains((byte)line[i]))
                continue;
            if (i > start)
                fields.Add((start, i - start));
            start = i + 1;
        }
        return fields;
    }
}
