namespace Auscult.Notebook.Scripting;

/// <summary>How a cell ended.</summary>
/// <param name="Value">Value of its last expression, or null.</param>
/// <param name="Error">Why it failed, or null.</param>
public sealed record CellResult(object? Value, CellError? Error);

/// <summary>Why a cell failed.</summary>
/// <param name="Name">Name of the exception's type, <c>CompilationError</c> or <c>Interrupted</c>.</param>
/// <param name="Message">What is wrong, in one line where possible.</param>
/// <param name="Lines">What the user reads: the message, then places with their source text.</param>
public sealed record CellError(string Name, string Message, IReadOnlyList<string> Lines);
