using Auscult.Evaluation.Metrics;
using Auscult.Foundation;

namespace Auscult.Evaluation.Tests.Metrics;

public sealed class ScoreFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"auscult-{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("label,score\n0,1.5\n1,2e3\n\n")]
    [InlineData("0,1.5\n1,2000\n")]
    [InlineData("time,Score,\"label\",note\nx,1.5,0,a\ny,2000,1,b\n")]
    public void Columns_are_found_by_name_or_by_place(string text)
    {
        var series = Read(text);
        series.Labels.ToArray().ShouldBe([false, true]);
        series.Scores.ToArray().ShouldBe([1.5, 2000]);
    }

    [Theory]
    [InlineData("label,score\n0,1\n1,high\n", ":3:score: 'high' is not a finite number")]
    [InlineData("label,score\n0,1\n2,1\n", ":3:label: '2' is neither 0 nor 1")]
    [InlineData("label,score\n0,NaN\n", ":2:score: 'NaN' is not a finite number")]
    [InlineData("label,score\n0\n", ":2: 1 cells where 2 are needed")]
    [InlineData("label,value\n0,1\n", ":1: the header has no column 'score'")]
    [InlineData("0,1,2\n", ":1: the header has no column 'label'")]
    [InlineData("label,score\n", ": no rows")]
    [InlineData("", ": no rows")]
    public void Mistakes_are_named_with_file_line_and_column(string text, string expected)
    {
        var message = Should.Throw<InputException>(() => Read(text)).Message;
        message.ShouldStartWith(_path + expected);
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Should.Throw<InputException>(() => ScoreFile.Read(_path)).Message.ShouldStartWith($"{_path}: no such file");

    private ScoredSeries Read(string text)
    {
        File.WriteAllText(_path, text);
        return ScoreFile.Read(_path);
    }
}
