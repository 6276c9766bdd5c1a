using System.Globalization;

namespace Auscult.Telemetry.Loading.Schedulers;

/// <summary>Slurm's way of writing many nodes: <c>n[1-3,07],gpu-a[01-02]b[1-2]</c>.</summary>
public static class HostList
{
    /// <summary>More nodes than this are no list but a slip of the pen.</summary>
    public const int MaxNodes = 100_000;

    /// <summary>The nodes, in the order written; null when the text is no host list, or one of too many.</summary>
    public static IReadOnlyList<string>? Expand(string text)
    {
        var nodes = new List<string>();
        foreach (var part in SplitOutsideBrackets(text))
        {
            if (part.Length == 0 || ExpandOne(part) is not { } some || nodes.Count + some.Count > MaxNodes)
                return null;
            nodes.AddRange(some);
        }
        return nodes;
    }

    private static List<string>? ExpandOne(string part)
    {
        var open = part.IndexOf('[', StringComparison.Ordinal);
        if (open < 0)
            return part.AsSpan().ContainsAny(']', ' ') ? null : [part];
        var close = part.IndexOf(']', open);
        if (close < 0 || Numbers(part[(open + 1)..close]) is not { } numbers || ExpandOne(part[(close + 1)..]) is not { } tails
            || (long)numbers.Count * tails.Count > MaxNodes)
        {
            return null;
        }
        return [.. numbers.SelectMany(number => tails.Select(tail => part[..open] + number + tail))];
    }

    // "1-3,07": the numbers keep their leading zeros.
    private static List<string>? Numbers(string ranges)
    {
        var numbers = new List<string>();
        foreach (var range in ranges.Split(','))
        {
            var ends = range.Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out var first) || !TryNumber(ends[^1], out var last) || last < first || last - first >= MaxNodes)
                return null;
            for (var number = first; number <= last; number++)
                numbers.Add(number.ToString(CultureInfo.InvariantCulture).PadLeft(ends[0].Length, '0'));
        }
        return numbers;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static IEnumerable<string> SplitOutsideBrackets(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                yield return text[start..i];
                start = i + 1;
            }
            else
            {
                depth += text[i] == '[' ? 1 : text[i] == ']' ? -1 : 0;
            }
        }
    }
}
