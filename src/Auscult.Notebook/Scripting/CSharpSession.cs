using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Auscult.Notebook.Scripting;

/// <summary>
/// C# cells that share their variables, functions, types and usings (Roslyn's scripting). A cell that fails keeps what it declared up to then; a
/// cell that does not compile, or is interrupted by force, leaves nothing behind.
/// </summary>
public sealed class CSharpSession
{
    private static readonly TimeSpan InterruptGrace = TimeSpan.FromSeconds(2);
    private static readonly string[] Usings =
    [
        "System", "System.Collections", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading",
        "System.Threading.Tasks", "Auscult.Notebook.Rich.NotebookFunctions",
    ];

    private readonly Dictionary<string, IReadOnlyList<string>> _sources = new(StringComparer.Ordinal);
    private readonly CellSynchronization _synchronization = new();
    private readonly InterruptibleRun _run = new(InterruptGrace);
    private readonly CellErrors _errors;
    private readonly ScriptOptions _options;
    private ScriptState<object>? _state;

    /// <summary>A session without variables.</summary>
    public CSharpSession()
    {
        var references = new SessionReferences();
        _errors = new CellErrors(cell => _sources.GetValueOrDefault(cell));
        _options = Options(references);
    }

    /// <summary>Cancelled once the running cell is interrupted.</summary>
    internal CancellationToken Cancellation => _run.Cancellation;

    /// <summary>Runs a cell and waits for its end. All cells run on one thread, as long as none has to be ended by force.</summary>
    /// <param name="code">Its text.</param>
    /// <param name="number">Its number, by which errors name it.</param>
    public CellResult Run(string code, int number)
    {
        var name = $"cell {number}";
        _sources[name] = code.ReplaceLineEndings("\n").Split('\n');
        CellResult? result = null;
        var wasInterrupted = _run.Run(() => result = Execute(CreateScript(code, name)));
        return wasInterrupted && result is not { Error: null } ? new CellResult(null, CellErrors.Interrupted) : result!;
    }

    /// <summary>
    /// Loads the compiler, which the first cell would wait for; may run beside anything else. It has references of its own: the compiler shares what
    /// it knows of an assembly between compilations, and two that began at the same time would not agree on whose it is.
    /// </summary>
    internal static void WarmUp() => CSharpScript.Create<object>("Enumerable.Range(0, 3).Sum()", Options(new SessionReferences())).Compile();

    /// <summary>Asks the running cell to end; from another thread.</summary>
    /// <returns>False when no cell runs.</returns>
    public bool Interrupt() => _run.Interrupt();

    /// <summary>Whether cells compile one after the other, behind those that ran; runs nothing.</summary>
    /// <param name="cells">Their texts.</param>
    /// <returns>The first error, or null.</returns>
    public CellError? Check(IReadOnlyList<string> cells)
    {
        Script<object>? script = null;
        for (var i = 0; i < cells.Count; i++)
        {
            var name = $"cell {i + 1}";
            _sources[name] = cells[i].ReplaceLineEndings("\n").Split('\n');
            script = script is null ? CreateScript(cells[i], name) : script.ContinueWith<object>(cells[i], _options.WithFilePath(name));
            if (Errors(script) is { Length: > 0 } errors)
                return _errors.Of(errors);
        }
        return null;
    }

    /// <summary>A cell as the compiler sees it after the cells so far, for completion and inspection.</summary>
    internal SemanticModel Model(string code)
    {
        var compilation = CreateScript(code, "cell").GetCompilation();
        return compilation.GetSemanticModel(compilation.SyntaxTrees.Last());
    }

    private static ScriptOptions Options(SessionReferences references) => ScriptOptions.Default
        .WithReferences(references.Known).WithMetadataResolver(references).WithImports(Usings)
        .WithEmitDebugInformation(true).WithFileEncoding(Encoding.UTF8).WithLanguageVersion(LanguageVersion.Latest);

    private Script<object> CreateScript(string code, string name)
    {
        var options = _options.WithFilePath(name);
        return _state is null ? CSharpScript.Create<object>(code, options) : _state.Script.ContinueWith<object>(code, options);
    }

    private static Diagnostic[] Errors(Script<object> script) => [.. script.Compile().Where(d => d.Severity == DiagnosticSeverity.Error)];

    private CellResult Execute(Script<object> script)
    {
        var errors = Errors(script);
        if (errors.Length > 0)
            return new CellResult(null, _errors.Of(errors));
        var state = _synchronization.Run(() => _state is null ? script.RunAsync(null, _ => true) : script.RunFromAsync(_state, _ => true));
        _state = state;
        return state.Exception is { } exception ? new CellResult(null, _errors.Of(exception)) : new CellResult(state.ReturnValue, null);
    }
}
