using FsCheck;
using FsCheck.Fluent;

namespace Auscult.Tracking.Tests;

/// <summary>Text of any kind survives a meta.yaml.</summary>
public sealed class MetaYamlTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_text_reads_back_equal() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(), text => ReadsBack(text.Get)));

    [Theory]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("007")]
    [InlineData("1e5")]
    [InlineData("- a")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData(" padded ")]
    [InlineData("'quoted'")]
    [InlineData("two\nlines\u2028three")]
    [InlineData("{}")]
    public void Text_that_looks_like_something_else_reads_back_as_text(string text) => ReadsBack(text).ShouldBeTrue();

    private bool ReadsBack(string text)
    {
        // A lone surrogate is no text: UTF-8 cannot hold it.
        if (text.Where((c, i) => char.IsSurrogate(c) && !(char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                && !(char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(text[i - 1]))).Any())
            return true;
        var path = _folder["meta.yaml"];
        File.WriteAllText(path, MetaYaml.Write(new Dictionary<string, object?> { ["key"] = text, ["nothing"] = null }));
        var read = MetaYaml.Read(path);
        return read["key"] == text && read["nothing"] is null;
    }
}
