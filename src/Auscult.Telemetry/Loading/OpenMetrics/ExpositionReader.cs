using System.Buffers.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Metrics;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.OpenMetrics;

/// <summary>
/// Reads the text that exporters serve: Prometheus text 0.0.4 and OpenMetrics 1.0. What a series is, is looked at once, however often it
/// comes; of each further sample only the number is read.
/// </summary>
/// <remarks>
/// The two formats differ in the unit of their times, milliseconds and seconds, which are a factor of 1,000 apart and so told by their
/// size; in the exemplars of OpenMetrics, which are left out; and in its closing <c># EOF</c>, which a text must have that shows its
/// marks. Source: prometheus.io/docs/instrumenting/exposition_formats, OpenMetrics 1.0 (prometheus.io/docs/specs/om/open_metrics_spec).
/// </remarks>
/// <param name="open">What a new series becomes: its name, its labels.</param>
/// <param name="families">Where types and descriptions go.</param>
internal sealed class ExpositionReader(Func<string, MetricLabels, SampleTarget> open, MetricFamilies families)
{
    private readonly SeriesTable<SampleTarget> _series = new();
    private readonly SeriesTable<bool> _comments = new();
    private bool _isOpenMetrics;
    private bool _ended;

    /// <summary>Number of samples read so far.</summary>
    public long SampleCount { get; private set; }

    /// <summary>Reads one text to its end.</summary>
    /// <param name="lines">The text.</param>
    /// <param name="scraped">When it was taken, microseconds: the time of samples that have none of their own.</param>
    /// <param name="bad">Where lines that cannot be read are reported.</param>
    /// <exception cref="InputException">A line cannot be read, or the text is cut off, and such are not skipped.</exception>
    public void Read(LineReader lines, long scraped, BadRecords bad)
    {
        (_isOpenMetrics, _ended) = (false, false);
        while (true)
        {
            try
            {
                if (!lines.TryRead(out var line))
                    break;
                ReadLine(lines, line, scraped);
            }
            catch (InputException fault)
            {
                bad.Report(fault);
            }
        }
        if (_isOpenMetrics && !_ended)
            bad.Report(new InputException(
                "the text has no '# EOF' at its end: it was cut off", lines.Name, lines.Line, remedy: "scrape it again"));
    }

    private void ReadLine(LineReader lines, ReadOnlySpan<byte> line, long scraped)
    {
        if (_ended)
            throw lines.Error("there is text after '# EOF'", remedy: "keep each scrape in a file of its own");
        if (!lines.IsLineEnded && !line.SequenceEqual("# EOF"u8))
            throw lines.Error("the last line has no line feed: the text was cut off", remedy: "scrape it again");
        if (_series.TryNext(line, out var length, out var target))
        {
            var (next, at) = ReadValue(lines, line, length, scraped);
            target.Add(at, next);
            return;
        }
        var indent = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (indent < 0)
            return;
        if (line[indent] == '#')
        {
            ReadComment(lines, line[indent..]);
            return;
        }
        line = line[indent..];
        length = SeriesText.Measure(line, out var problem);
        if (length < 0)
            throw lines.Error(problem, At(indent + ~length));
        var (value, micros) = ReadValue(lines, line, length, scraped);
        if (!_series.TryFind(line[..length], out target))
            target = Open(lines, line[..length], indent);
        target.Add(micros, value);
    }

    private SampleTarget Open(LineReader lines, ReadOnlySpan<byte> series, int indent)
    {
        var fault = SeriesText.Parse(series, out var name, out var labels, out var problem);
        if (fault >= 0)
            throw lines.Error(problem, At(indent + fault));
        var target = open(name, new MetricLabels(labels));
        _series.Add(series, target);
        return target;
    }

    private (double Value, long Micros) ReadValue(LineReader lines, ReadOnlySpan<byte> line, int length, long scraped)
    {
        var rest = line[length..].TrimStart(" \t"u8);
        var end = rest.IndexOfAny((byte)' ', (byte)'\t');
        var number = end < 0 ? rest : rest[..end];
        if (!MetricNumber.TryParse(number, out var value))
            throw lines.Error(number.IsEmpty ? "the value is missing"
                : $"'{lines.Text(number)}' is not a number", At(line.Length - rest.Length));
        SampleCount++;
        rest = end < 0 ? [] : rest[end..].TrimStart(" \t"u8);
        return (value, rest.IsEmpty ? scraped : ReadTime(lines, line, rest) ?? scraped);
    }

    private long? ReadTime(LineReader lines, ReadOnlySpan<byte> line, ReadOnlySpan<byte> rest)
    {
        var column = At(line.Length - rest.Length);
        if (rest[0] == '#')
        {
            ReadExemplar(lines, rest, column);
            return null;
        }
        var end = rest.IndexOfAny((byte)' ', (byte)'\t');
        var text = end < 0 ? rest : rest[..end];
        var after = end < 0 ? [] : rest[end..].Trim(" \t"u8);
        if (after.Length > 0 && after[0] != '#')
            throw lines.Error($"'{lines.Text(after)}' after the time is too much", At(line.Length - after.Length));
        if (after.Length > 0)
            ReadExemplar(lines, after, At(line.Length - after.Length));
        return TryParseTime(lines, text, out var micros)
            ? micros
            : throw lines.Error(
                $"'{lines.Text(text)}' is not a time between 1990 and 2200", column, "times are seconds (OpenMetrics) or milliseconds");
    }

    // Seconds of the years 1990 to 2200 lie below every millisecond of them.
    private static bool TryParseTime(LineReader lines, ReadOnlySpan<byte> text, out long micros)
    {
        if (Utf8Parser.TryParse(text, out micros, out var length) && length == text.Length
            && Math.Abs(micros) < long.MaxValue / Micros.PerSecond)
            micros *= text.Length < 12 ? Micros.PerSecond : 1_000;
        else
            micros = TimeText.Parse(lines.Text(text), TimeFormat.Seconds) ?? 0;
        return TimeText.IsPlausible(micros);
    }

    private void ReadExemplar(LineReader lines, ReadOnlySpan<byte> text, string column)
    {
        if (!text[1..].TrimStart(" \t"u8).StartsWith("{"u8))
            throw lines.Error("an exemplar '# {...} value' is expected", column);
        _isOpenMetrics = true;
    }

    private void ReadComment(LineReader lines, ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual("# EOF"u8))
        {
            (_isOpenMetrics, _ended) = (true, true);
            return;
        }
        if (_comments.TryFind(line, out var isOpenMetrics))
        {
            _isOpenMetrics |= isOpenMetrics;
            return;
        }
        isOpenMetrics = Declare(lines, lines.Text(line).Split(' ', 4, StringSplitOptions.RemoveEmptyEntries));
        _comments.Add(line, isOpenMetrics);
        _isOpenMetrics |= isOpenMetrics;
    }

    // Whether the comment is one that only OpenMetrics has.
    private bool Declare(LineReader lines, string[] words)
    {
        if (words is not ["#", "HELP" or "TYPE" or "UNIT", var name, ..])
            return false;
        if (words[1] == "HELP")
            families.SetHelp(name.Trim('"'), words.Length > 3 ? words[3] : "");
        if (words[1] != "TYPE")
            return words[1] == "UNIT";
        var type = words.Length > 3 ? words[3].Trim() : "";
        if (type is not ("untyped" or "unknown")
            && (!Enum.TryParse<MetricType>(type, ignoreCase: true, out var known) || char.IsAsciiDigit(type[0])))
            throw lines.Error($"'{type}' is no type of metric",
                remedy: "counter, gauge, histogram, summary, untyped, or one of OpenMetrics");
        else
            families.SetType(name.Trim('"'), Enum.TryParse(type, ignoreCase: true, out known) ? known : MetricType.Unknown);
        return type is "unknown" or "gaugehistogram" or "info" or "stateset";
    }

    private static string At(int index) => $"{index + 1}";
}
