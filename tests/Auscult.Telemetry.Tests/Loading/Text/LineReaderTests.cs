using System.IO.Compression;
using System.Text;
using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Tests.Loading.Text;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("\n", new[] { "" })]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\nb", new[] { "a", "b" })]
    [InlineData("a\r\nb\r\n", new[] { "a", "b" })]
    [InlineData("a\n\nb\n", new[] { "a", "", "b" })]
    [InlineData("\uFEFFa\n", new[] { "a" })]
    public void Gives_every_line(string text, string[] expected)
    {
        ReadAll(Encoding.UTF8.GetBytes(text)).ShouldBe(expected);
    }

    [Fact]
    public void Gives_lines_longer_than_its_buffer()
    {
        string[] lines = ["first", new string('x', 1_000_000), "", new string('y', 300_000)];
        ReadAll(Encoding.UTF8.GetBytes(string.Join('\n', lines))).ShouldBe(lines);
    }

    [Fact]
    public void Recognises_gzip_by_its_content()
    {
        ReadAll(Gzip("a\nb\n")).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Reads_gzip_of_several_members()
    {
        ReadAll([.. Gzip("a\nb"), .. Gzip("c\nd\n"), .. Gzip("")]).ShouldBe(["a", "bc", "d"]);
    }

    [Fact]
    public void Gives_the_whole_lines_of_a_truncated_gzip_file_and_then_says_where_it_ends()
    {
        var whole = Gzip(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i * 7919 % 10007} {i * 31 % 977}\n")));
        var lines = new List<string>();
        var fault = Should.Throw<InputException>(() => ReadInto(lines, whole[..(whole.Length / 2)]));
        lines.Count.ShouldBeGreaterThan(1000);
        lines[999].ShouldBe($"{999 * 7919 % 10007} {999 * 31 % 977}");
        fault.Message.ShouldBe($"memory:{lines.Count + 1}: the file is damaged or truncated; copy it again from its source");
    }

    [Fact]
    public void Names_the_line_that_is_not_utf8()
    {
        using var reader = new LineReader(new MemoryStream([(byte)'a', 10, 0xff, 0xfe, 0x41, 10]), "memory");
        reader.TryRead(out var line).ShouldBeTrue();
        reader.Text(line).ShouldBe("a");
        reader.TryRead(out line).ShouldBeTrue();
        var bytes = line.ToArray();
        Should.Throw<InputException>(() => reader.Text(bytes)).Message.ShouldStartWith("memory:2: is not UTF-8 text");
    }

    [Fact]
    public void Refuses_utf16()
    {
        Should.Throw<InputException>(() => ReadAll([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("a\n")])).Message
            .ShouldBe("memory: the file is UTF-16; convert it to UTF-8");
    }

    [Fact]
    public void Says_that_a_file_is_missing()
    {
        Should.Throw<InputException>(() => LineReader.Open("no/such/file.txt")).Message.ShouldBe("no/such/file.txt: no such file");
    }

    private static byte[] Gzip(string text)
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Fastest))
            zip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }

    private static List<string> ReadAll(byte[] content)
    {
        var lines = new List<string>();
        ReadInto(lines, content);
        return lines;
    }

    private static void ReadInto(List<string> lines, byte[] content)
    {
        using var reader = new LineReader(new MemoryStream(content), "memory");
        while (reader.TryRead(out var line))
        {
            lines.Add(reader.Text(line));
            reader.Line.ShouldBe(lines.Count);
        }
    }
}
