using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Auscult.Foundation;
using Microsoft.CodeAnalysis;

namespace Auscult.Notebook.Scripting;

/// <summary>Words for what went wrong in a cell: the cell, the line, the line's text; stack frames outside of cells are left out.</summary>
/// <param name="sourceLines">Lines of a cell by its name, or null.</param>
internal sealed partial class CellErrors(Func<string, IReadOnlyList<string>?> sourceLines)
{
    private const int MaxListed = 12;
    private const string Red = "\u001b[31;1m";
    private const string Plain = "\u001b[0m";

    /// <summary>The user stopped the cell.</summary>
    public static CellError Interrupted { get; } = new("Interrupted", "the cell was interrupted", [$"{Red}Interrupted{Plain}: the cell was interrupted"]);

    /// <summary>Errors of the compiler.</summary>
    public CellError Of(IReadOnlyList<Diagnostic> diagnostics)
    {
        var lines = new List<string>();
        foreach (var diagnostic in diagnostics.Take(MaxListed))
        {
            var span = diagnostic.Location.GetLineSpan();
            var (line, column) = (span.StartLinePosition.Line, span.StartLinePosition.Character);
            lines.Add($"{span.Path}, line {line + 1}, column {column + 1}: {Red}error {diagnostic.Id}{Plain}: {Message(diagnostic)}");
            if (Source(span.Path, line + 1) is not { } source)
                continue;
            lines.Add($"    {source}");
            var length = span.EndLinePosition.Line == line ? Math.Max(1, span.EndLinePosition.Character - column) : Math.Max(1, source.Length - column);
            lines.Add($"    {new string(' ', Math.Min(column, source.Length))}{Red}{new string('^', length)}{Plain}");
        }
        if (diagnostics.Count > MaxListed)
            lines.Add($"and {diagnostics.Count - MaxListed} more");
        return new CellError("CompilationError", Message(diagnostics[0]), lines);
    }

    /// <summary>An exception that left the cell.</summary>
    public CellError Of(Exception thrown)
    {
        var exception = Unwrap(thrown);
        var name = exception.GetType().Name;
        var lines = new List<string> { $"{Red}{name}{Plain}: {exception.Message}" };
        // Bad input says everything in its message.
        if (exception is not InputException)
        {
            lines.AddRange(Frames(exception));
            for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
                lines.Add($"because of {inner.GetType().Name}: {inner.Message}");
        }
        else
        {
            lines.AddRange(Frames(exception).Where(line => !line.StartsWith("   thrown", StringComparison.Ordinal)));
        }
        return new CellError(name, exception.Message, lines);
    }

    private static string Message(Diagnostic diagnostic) => diagnostic.GetMessage() is var message
        && diagnostic.Id is "CS0006" && message.Contains("nuget:", StringComparison.OrdinalIgnoreCase)
            ? $"{message}; this kernel fetches no packages, but every assembly that comes with Auscult is there without #r"
            : message;

    private static Exception Unwrap(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Unwrap(only),
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        TypeInitializationException { InnerException: InputException inner } => inner,
        _ => exception,
    };

    private IEnumerable<string> Frames(Exception exception)
    {
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames();
        var isFirst = true;
        foreach (var frame in frames)
        {
            if (frame.GetFileName() is not { } file || Source(file, frame.GetFileLineNumber()) is not { } source)
            {
                if (isFirst && frame.GetMethod() is { DeclaringType: { } type } method && !IsPlumbing(type))
                    yield return $"   thrown in {type.FullName}.{method.Name}";
                isFirst = false;
                continue;
            }
            isFirst = false;
            var function = FunctionName(frame.GetMethod());
            yield return $"   {file}, line {frame.GetFileLineNumber()}{(function is null ? "" : $", in {function}")}:  {source.Trim()}";
        }
    }

    private static bool IsPlumbing(Type type) => type.FullName?.StartsWith("System.ThrowHelper", StringComparison.Ordinal) == true;

    private static string? FunctionName(MethodBase? method)
    {
        var name = method?.Name == "MoveNext" ? method.DeclaringType?.Name : method?.Name;
        if (name is null || name.StartsWith("<<Initialize>>", StringComparison.Ordinal) || name.StartsWith("<Initialize>", StringComparison.Ordinal))
            return null;
        return GeneratedName().Match(name) is { Success: true } match ? match.Groups["name"].Value : name;
    }

    private string? Source(string cell, int line) => sourceLines(cell) is { } lines && line >= 1 && line <= lines.Count ? lines[line - 1] : null;

    // The compiler's names of local functions and state machines: <<Outer>g__Inner|0_0> or <Name>d__1.
    [GeneratedRegex(@"g__(?<name>\w+)\||^<(?<name>\w+)>", RegexOptions.ExplicitCapture)]
    private static partial Regex GeneratedName();
}
