namespace Auscult.Evaluation.Report;

/// <summary>Numbered remarks under one table: the same text gets the same number wherever it is asked for.</summary>
public sealed class Footnotes
{
    private readonly List<string> _texts = [];

    /// <summary>The remarks so far; the first has number 1.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The number of a remark.</summary>
    public int Of(string text)
    {
        var index = _texts.IndexOf(text);
        if (index >= 0)
            return index + 1;
        _texts.Add(text);
        return _texts.Count;
    }
}
