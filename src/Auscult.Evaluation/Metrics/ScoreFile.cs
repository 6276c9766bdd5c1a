using System.Globalization;
using Auscult.Foundation;

namespace Auscult.Evaluation.Metrics;

/// <summary>Reads labels and scores from a comma-separated file of any detector.</summary>
public static class ScoreFile
{
    private const string Remedy = "give 'label,score' rows: labels 0 or 1, scores finite numbers";

    /// <summary>
    /// Reads a file with a header that names the columns <c>label</c> and <c>score</c> (others are ignored), or without a header and
    /// with exactly these two columns. Empty lines are skipped.
    /// </summary>
    /// <exception cref="InputException">
    /// The file is missing, or a cell is not what it should be; the message names file, line and column.
    /// </exception>
    public static ScoredSeries Read(string path)
    {
        if (!File.Exists(path))
            throw new InputException("no such file", path, remedy: Remedy);
        var labels = new List<bool>();
        var scores = new List<double>();
        int labelColumn = -1, scoreColumn = -1, line = 0;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
                continue;
            var cells = text.Split(',');
            if (labelColumn < 0)
            {
                var isHeader = Header(path, line, cells, out labelColumn, out scoreColumn);
                if (isHeader)
                    continue;
            }
            if (cells.Length <= Math.Max(labelColumn, scoreColumn))
                throw new InputException($"{cells.Length} cells where {Math.Max(labelColumn, scoreColumn) + 1} are needed", path, line, remedy: Remedy);
            var label = Number(path, line, "label", cells[labelColumn]);
            if (label is not (0 or 1))
                throw new InputException($"'{cells[labelColumn].Trim()}' is neither 0 nor 1", path, line, "label", Remedy);
            labels.Add(label == 1);
            scores.Add(Number(path, line, "score", cells[scoreColumn]));
        }
        if (labels.Count == 0)
            throw new InputException("no rows", path, remedy: Remedy);
        return new ScoredSeries([.. labels], [.. scores]);
    }

    private static bool Header(string path, int line, string[] cells, out int labelColumn, out int scoreColumn)
    {
        var names = cells.Select(cell => cell.Trim().Trim('"').ToLowerInvariant()).ToArray();
        (labelColumn, scoreColumn) = (Array.IndexOf(names, "label"), Array.IndexOf(names, "score"));
        if (labelColumn >= 0 && scoreColumn >= 0)
            return true;
        var isData = cells.Length == 2 && names.All(name => double.TryParse(name, CultureInfo.InvariantCulture, out _));
        if (!isData)
            throw new InputException($"the header has no column '{(labelColumn < 0 ? "label" : "score")}'", path, line, remedy: Remedy);
        (labelColumn, scoreColumn) = (0, 1);
        return false;
    }

    private static double Number(string path, int line, string column, string cell) =>
        double.TryParse(cell, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new InputException($"'{cell.Trim()}' is not a finite number", path, line, column, Remedy);
}
