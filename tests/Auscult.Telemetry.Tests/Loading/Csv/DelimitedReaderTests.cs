using System.Globalization;
using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Csv;
using Auscult.Telemetry.Loading.Text;
using CsvHelper;

namespace Auscult.Telemetry.Tests.Loading.Csv;

public sealed class DelimitedReaderTests
{
    private static readonly string[] Pieces = ["", "1", "-2.5", "a b", "x,y", "say \"yes\"", "two\nlines", "two\r\nlines", "é", "\"", " ", "a\"b", "3e-7"];

    [Fact]
    public void Reads_what_CsvHelper_reads()
    {
        var random = new Random(11);
        for (var round = 0; round < 400; round++)
        {
            var width = random.Next(1, 5);
            var lineEnd = random.Next(2) == 0 ? "\n" : "\r\n";
            var text = new StringBuilder();
            for (var row = random.Next(1, 6); row >= 0; row--)
                text.Append(string.Join(',', Enumerable.Range(0, width).Select(_ => Field(random, width)))).Append(row == 0 && random.Next(2) == 0 ? "" : lineEnd);

            Ours(text.ToString()).ShouldBe(Theirs(text.ToString()), $"round {round}: {text}");
        }
    }

    [Theory]
    [InlineData("a,b\n1,2\n\"x,3\n4,5\n6,7\n", new[] { "1|2", "4|5", "6|7" }, new long[] { 3 })]
    [InlineData("a,b\n1,2\n\"x\"y,3\n4,5\n", new[] { "1|2", "4|5" }, new long[] { 3 })]
    [InlineData("a,b\n\"x,3\n4,5\n6,\"7\n8\"\n9,10\n", new[] { "4|5", "6|7\n8", "9|10" }, new long[] { 2 })]
    [InlineData("a,b\n1\n1,2,3\n\n4,5", new[] { "4|5" }, new long[] { 2, 3 })]
    public void A_damaged_record_costs_its_own_line(string text, string[] rows, long[] faults)
    {
        using var reader = Open(text, hasHeader: true);
        var read = new List<string>();
        var lines = new List<long>();
        while (true)
        {
            try
            {
                if (!reader.Read())
                    break;
                read.Add($"{reader.Text(0)}|{reader.Text(1)}");
            }
            catch (InputException)
            {
                lines.Add(reader.Line);
            }
        }
        read.ShouldBe(rows);
        lines.ShouldBe(faults);
    }

    [Fact]
    public void Numbers_are_the_ones_that_dotnet_reads()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64());
            string[] spellings =
            [
                value.ToString("R", CultureInfo.InvariantCulture), random.NextDouble().ToString("R", CultureInfo.InvariantCulture),
                random.NextInt64().ToString(CultureInfo.InvariantCulture), $"{random.Next()}.{random.Next(1000):000}", $"-{random.NextDouble():F6}",
            ];
            foreach (var text in spellings)
            {
                var expected = double.Parse(text, CultureInfo.InvariantCulture);
                NumberText.TryParse(Encoding.UTF8.GetBytes(text), out var read).ShouldBe(double.IsFinite(expected));
                if (double.IsFinite(expected))
                    read.ShouldBe(expected, text);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1,5")]
    [InlineData("1 ")]
    [InlineData("0x10")]
    [InlineData("inf")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    public void Other_texts_are_no_numbers(string text) => NumberText.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Theory]
    [InlineData("2025-02-30T00:00:00Z")]
    [InlineData("2025-01-01T24:00:00Z")]
    [InlineData("2025-01-01T00:00:00.Z")]
    [InlineData("2025-01-01T00:00:00+25:00")]
    [InlineData("2025-01-01T00:00:00+1:00")]
    [InlineData("2025-01-01")]
    public void Other_texts_are_no_moments(string text) => IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    private static string Field(Random random, int width)
    {
        var piece = Pieces[random.Next(Pieces.Length)];
        // A line with one empty field is blank, and readers differ about blank lines.
        if (width == 1 && string.IsNullOrWhiteSpace(piece))
            piece = "z";
        var needsQuotes = piece.AsSpan().ContainsAny(",\"\r\n");
        var quoted = $"\"{piece.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        return needsQuotes || random.Next(4) == 0 ? quoted : random.Next(4) == 0 ? $" {piece} " : piece;
    }

    private static List<string> Ours(string text)
    {
        using var reader = Open(text, hasHeader: false);
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.Text)));
        return rows;
    }

    private static List<string> Theirs(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var reader = CsvReader.Create(stream, new CsvReaderOptions { Separator = ',', HasHeader = false, TrimWhitespace = true }, leaveOpen: false);
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)));
        return rows;
    }

    private static DelimitedReader Open(string text, bool hasHeader) =>
        DelimitedReader.Open(new LineReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "text"), hasHeader: hasHeader);
}
