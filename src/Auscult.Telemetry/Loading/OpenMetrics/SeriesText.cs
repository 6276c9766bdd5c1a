using System.Text;
using System.Text.Unicode;
using Auscult.Telemetry.Loading.Metrics;

namespace Auscult.Telemetry.Loading.OpenMetrics;

/// <summary>Reads <c>name{label="value",...}</c> of a line of metrics text.</summary>
internal static class SeriesText
{
    /// <summary>How much of a line is the series.</summary>
    /// <param name="line">The line without leading blanks.</param>
    /// <param name="problem">What is wrong, when the result is negative.</param>
    /// <returns>The length, or the bitwise complement of the byte at fault.</returns>
    public static int Measure(ReadOnlySpan<byte> line, out string problem)
    {
        problem = "";
        var i = 0;
        while (i < line.Length && IsNameByte(line[i]))
            i++;
        if (i > 0 && char.IsAsciiDigit((char)line[0]))
            return Fail("a metric's name begins with a letter", 0, out problem);
        var brace = i;
        while (brace < line.Length && IsBlank(line[brace]))
            brace++;
        if (brace == line.Length || line[brace] != '{')
            return i > 0 ? i : Fail("a metric's name is expected", 0, out problem);
        var quoted = false;
        for (i = brace + 1; i < line.Length; i++)
        {
            if (quoted && line[i] == '\\')
                i++;
            else if (line[i] == '"')
                quoted = !quoted;
            else if (!quoted && line[i] == '}')
                return i + 1;
        }
        return Fail(quoted ? "a label's value has no closing quote" : "the labels have no closing brace", brace, out problem);
    }

    /// <summary>Reads a series that <see cref="Measure"/> has measured.</summary>
    /// <param name="series">Name and labels.</param>
    /// <param name="name">The metric's name.</param>
    /// <param name="labels">Its labels, unescaped.</param>
    /// <param name="problem">What is wrong.</param>
    /// <returns>The byte at fault, or -1.</returns>
    public static int Parse(ReadOnlySpan<byte> series, out string name, out List<MetricLabel> labels, out string problem)
    {
        (labels, problem) = ([], "");
        var brace = series.IndexOf((byte)'{');
        name = Encoding.UTF8.GetString(brace < 0 ? series : series[..brace]).TrimEnd();
        if (brace < 0)
            return -1;
        if (!Utf8.IsValid(series))
            return Fault("a label is not UTF-8 text", brace, out problem);
        var i = brace + 1;
        while (true)
        {
            SkipBlanks(series, ref i);
            if (series[i] == '}')
                return name.Length > 0 ? -1 : Fault("a metric's name is expected", brace, out problem);
            var start = i;
            string label;
            if (series[i] == '"')
                label = Quoted(series, ref i);
            else
            {
                while (IsNameByte(series[i]) && series[i] != ':')
                    i++;
                label = Encoding.ASCII.GetString(series[start..i]);
            }
            SkipBlanks(series, ref i);
            // A quoted text without a value is the metric's name, in names beyond the classic letters.
            if (name.Length == 0 && series[start] == '"' && series[i] is (byte)',' or (byte)'}')
                name = label;
            else if (label.Length == 0 || char.IsAsciiDigit(label[0]) || series[i] != '=')
                return Fault("a label 'name=\"value\"' is expected", start, out problem);
            else
            {
                i++;
                SkipBlanks(series, ref i);
                if (series[i] != '"')
                    return Fault($"the value of label '{label}' is not quoted", i, out problem);
                if (labels.Exists(other => other.Name == label))
                    return Fault($"label '{label}' is given twice", start, out problem);
                labels.Add(new MetricLabel(label, Quoted(series, ref i)));
                SkipBlanks(series, ref i);
            }
            if (series[i] == ',')
                i++;
            else if (series[i] != '}')
                return Fault("a comma or a closing brace is expected", i, out problem);
        }
    }

    /// <summary>Blank or tab.</summary>
    public static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';

    private static bool IsNameByte(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)':';

    private static void SkipBlanks(ReadOnlySpan<byte> text, ref int i)
    {
        while (IsBlank(text[i]))
            i++;
    }

    private static string Quoted(ReadOnlySpan<byte> text, ref int i)
    {
        var bytes = new List<byte>();
        for (i++; text[i] != '"'; i++)
        {
            if (text[i] == '\\')
                bytes.Add(text[++i] switch { (byte)'n' => (byte)'\n', var other => other });
            else
                bytes.Add(text[i]);
        }
        i++;
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static int Fail(string what, int at, out string problem) => ~Fault(what, at, out problem);

    private static int Fault(string what, int at, out string problem)
    {
        problem = what;
        return at;
    }
}
