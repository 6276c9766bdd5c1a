using System.Text;
using Auscult.Telemetry.Loading.TrainingLogs;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Loading.TrainingLogs;

public sealed class LineTailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _lines = [];

    private string Log => _folder.At("log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void However_the_writes_are_cut_the_lines_are_whole()
    {
        var line = Gen.Choose(0, 300).SelectMany(length => Gen.Elements('a', 'é', '"').ArrayOf(length)).Select(characters => new string(characters));
        var cases = from lines in line.ListOf() from cut in Gen.Choose(1, 97) select (lines, cut);
        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(cases), sample =>
        {
            _lines.Clear();
            File.WriteAllText(Log, "");
            using var tail = new LineTail(Log, fromEnd: false);
            var bytes = Encoding.UTF8.GetBytes(string.Concat(sample.lines.Select(text => text + "\n")));
            for (var at = 0; at < bytes.Length; at += sample.cut)
            {
                Append(bytes.AsSpan(at, Math.Min(sample.cut, bytes.Length - at)));
                Read(tail);
            }
            return _lines.SequenceEqual(sample.lines.Where(text => text.Length > 0));
        }));
    }

    [Fact]
    public void A_partial_last_line_waits_for_its_end()
    {
        using var tail = new LineTail(Log, fromEnd: false);
        Read(tail).ShouldBeEmpty("the file does not exist yet");
        Append("one\ntw"u8);
        Read(tail).ShouldBe(["one"]);
        Append("o\n"u8);
        Read(tail).ShouldBe(["one", "two"]);
    }

    [Theory]
    [InlineData("old\n", new[] { "new" })]
    [InlineData("old\nhalf", new[] { "new" })]
    [InlineData("", new[] { " a line", "new" })]
    public void From_the_end_leaves_out_what_was_there(string before, string[] expected)
    {
        File.WriteAllText(Log, before);
        using var tail = new LineTail(Log, fromEnd: true);
        Append(" a line\nnew\n"u8);
        Read(tail).ShouldBe(before == "old\n" ? [" a line", "new"] : expected);
    }

    [Fact]
    public void A_renamed_file_is_read_to_its_end_and_then_its_successor()
    {
        using var tail = new LineTail(Log, fromEnd: false);
        Append("one\n"u8);
        Read(tail);
        Append("two\n"u8);
        File.Move(Log, _folder.At("log.1"));
        Append("three\n"u8);
        Read(tail).ShouldBe(["one", "two", "three"]);
        tail.Rotations.ShouldBe(1);
    }

    [Fact]
    public void A_deleted_and_a_truncated_file_start_over()
    {
        using var tail = new LineTail(Log, fromEnd: false);
        Append("one\n"u8);
        Read(tail);
        File.Delete(Log);
        Read(tail).ShouldBe(["one"]);
        Append("two\n"u8);
        Read(tail).ShouldBe(["one", "two"]);
        File.WriteAllText(Log, "3\n");
        Read(tail).ShouldBe(["one", "two", "3"]);
    }

    [Fact]
    public void A_line_without_end_does_not_fill_the_memory()
    {
        using var tail = new LineTail(Log, fromEnd: false);
        Append(Encoding.ASCII.GetBytes(new string('x', 3 << 20)));
        Read(tail).ShouldBeEmpty();
        Append("\nafter\n"u8);
        Read(tail).ShouldBe(["after"]);
        tail.OverlongLines.ShouldBe(1);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        stream.Write(bytes);
    }

    private List<string> Read(LineTail tail)
    {
        tail.Read(line => _lines.Add(Encoding.UTF8.GetString(line.Span)));
        return _lines;
    }
}
