using Auscult.Telemetry.Loading.Recorded;
using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Telemetry.Tests.Loading.Recorded;

/// <summary>Whatever a kernel, a driver or a half-written line says: a source leaves values out, and never fails.</summary>
public sealed class SourceProperties
{
    private static readonly string[] Paths = [.. SyntheticMachine.Files.Keys];

    [Fact]
    public void Damaged_tables_never_fail_and_never_give_a_number_that_is_none()
    {
        using var machine = new SyntheticMachine();
        var options = new RecordingOptions { OutputDirectory = "unused" };
        var sources = LiveMachine.Open(options, TimeProvider.System, machine.Root);
        var batch = new SampleBatch("n");
        var damage =
            from path in Gen.Elements(Paths)
            from at in Gen.Choose(0, SyntheticMachine.Files[path].Length)
            from length in Gen.Choose(0, 40)
            from junk in Gen.OneOf(
                Gen.Constant(""),
                Gen.Elements(" ", "\n", ":", "-", "1e400", "NaN", "99999999999999999999999", "\0", "é", "cpu99999999999 1", "some total=", "0x"))
            select (path, at, length, junk);
        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(damage), change =>
        {
            var text = SyntheticMachine.Files[change.path];
            machine.Write(change.path, string.Concat(text.AsSpan(0, change.at), change.junk, text.AsSpan(Math.Min(text.Length, change.at + change.length))));
            batch.Begin(DateTimeOffset.UnixEpoch);
            foreach (var source in sources)
                source.Sample(batch);
            var sane = batch.Rows.All(row => row.Values.All(pair => double.IsFinite(pair.Value)));
            machine.Write(change.path, text);
            return sane;
        }));
        foreach (var source in sources)
            source.Dispose();
    }

    [Fact]
    public void Fields_are_what_splitting_at_blanks_gives()
    {
        var text = Gen.Elements(' ', '\t', 'a', '7', '.', '-').ArrayOf().Select(characters => new string(characters));
        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(text), line =>
        {
            var fields = new Fields(System.Text.Encoding.ASCII.GetBytes(line));
            var found = new List<string>();
            while (fields.Next(out var field))
                found.Add(System.Text.Encoding.ASCII.GetString(field));
            return found.SequenceEqual(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        }));
    }

    [Fact]
    public void Numbers_are_read_exactly()
    {
        Check.QuickThrowOnFailure(Prop.ForAll<ulong>(number =>
            Fields.NumberOf(System.Text.Encoding.ASCII.GetBytes(number.ToString())) == number));
    }
}
