namespace Auscult.Foundation;

/// <summary>
/// Bad input from the user: a file, a configuration value, an option. The command line prints <see cref="Exception.Message"/>
/// as one line and exits with code 2; it never shows a stack trace for this type.
/// </summary>
/// <remarks>The message reads <c>file:line:column: problem; remedy</c>, with the parts that are known.</remarks>
public sealed class InputException : Exception
{
    /// <param name="problem">What is wrong, in one line.</param>
    /// <param name="file">The file at fault, as the user named it.</param>
    /// <param name="line">One-based line (or Parquet row) number.</param>
    /// <param name="column">Column name or one-based position.</param>
    /// <param name="remedy">What to do about it, in one line.</param>
    /// <param name="inner">The exception that revealed the problem.</param>
    public InputException(
        string problem, string? file = null, long? line = null, string? column = null, string? remedy = null, Exception? inner = null)
        : base(Compose(problem, file, line, column, remedy), inner)
    {
    }

    private static string Compose(string problem, string? file, long? line, string? column, string? remedy)
    {
        var place = string.Join(':', new[] { file, line?.ToString(), column }.Where(part => !string.IsNullOrEmpty(part)));
        var text = place.Length == 0 ? problem : $"{place}: {problem}";
        return (remedy is null ? text : $"{text}; {remedy}").ReplaceLineEndings(" ");
    }
}
