using System.Text.Json.Nodes;
using Auscult.Notebook.Protocol;
using Auscult.Notebook.Scripting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Auscult.Notebook.Kernel;

/// <summary>Answers that need the session but run nothing: completion, inspection, completeness, history, the kernel's description.</summary>
/// <param name="session">The cells so far.</param>
/// <param name="version">Version of the kernel.</param>
internal sealed class CodeRequests(CSharpSession session, string version)
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);
    private readonly List<(int Number, string Code)> _history = [];

    /// <summary>Keeps a cell for the history.</summary>
    public void Remember(int number, string code) => _history.Add((number, code));

    /// <summary>The answer to a request, or null when it is none of these.</summary>
    public JsonObject? Answer(JupyterMessage request) => request.Type switch
    {
        "kernel_info_request" => KernelInfo(),
        "complete_request" => Complete(request.Content),
        "inspect_request" => Inspect(request.Content),
        "is_complete_request" => IsComplete(Code(request.Content)),
        "history_request" => History(request.Content),
        "comm_info_request" => Ok(("comms", new JsonObject())),
        _ => null,
    };

    /// <summary>An answer that all went well.</summary>
    public static JsonObject Ok(params (string Name, JsonNode? Value)[] members)
    {
        var content = new JsonObject { ["status"] = "ok" };
        foreach (var (name, value) in members)
            content[name] = value;
        return content;
    }

    private static string Code(JsonObject content) => content["code"]?.GetValue<string>() ?? "";

    private JsonObject KernelInfo() => Ok(
        ("protocol_version", JupyterMessage.ProtocolVersion),
        ("implementation", "auscult"),
        ("implementation_version", version),
        ("language_info", new JsonObject
        {
            ["name"] = "C#",
            ["version"] = LanguageVersion.Latest.MapSpecifiedToEffectiveVersion().ToDisplayString(),
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        }),
        ("banner", $"C# on .NET {Environment.Version}, with Auscult {version}"),
        ("help_links", new JsonArray()));

    private JsonObject Complete(JsonObject content)
    {
        var code = Code(content);
        var position = TextPositions.ToIndex(code, content["cursor_pos"]?.GetValue<int>() ?? int.MaxValue);
        var list = CodeCompletion.At(session, code, position);
        var (start, end) = (TextPositions.ToCharacters(code, list.Start), TextPositions.ToCharacters(code, list.End));
        return Ok(
            ("matches", new JsonArray([.. list.Matches.Select(match => JsonValue.Create(match.Name))])),
            ("cursor_start", start),
            ("cursor_end", end),
            ("metadata", new JsonObject
            {
                // Jupyter's own name for the kinds of matches.
                ["_jupyter_types_experimental"] = new JsonArray([.. list.Matches.Select(match => new JsonObject
                {
                    ["start"] = start, ["end"] = end, ["text"] = match.Name, ["type"] = match.Kind,
                })]),
            }));
    }

    private JsonObject Inspect(JsonObject content)
    {
        var code = Code(content);
        var text = CodeInspection.At(session, code, TextPositions.ToIndex(code, content["cursor_pos"]?.GetValue<int>() ?? 0));
        return Ok(
            ("found", text is not null),
            ("data", text is null ? new JsonObject() : new JsonObject { [Rich.MimeTypes.Text] = text }),
            ("metadata", new JsonObject()));
    }

    private static JsonObject IsComplete(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, Parsing);
        if (!SyntaxFactory.IsCompleteSubmission(tree))
            return new JsonObject { ["status"] = "incomplete", ["indent"] = "" };
        var isInvalid = tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error);
        return new JsonObject { ["status"] = isInvalid ? "invalid" : "complete" };
    }

    private JsonObject History(JsonObject content)
    {
        IEnumerable<(int Number, string Code)> cells = _history;
        if (content["hist_access_type"]?.GetValue<string>() == "range")
        {
            var (from, until) = (content["start"]?.GetValue<int>() ?? 0, content["stop"]?.GetValue<int>() ?? int.MaxValue);
            cells = cells.Where(cell => cell.Number >= from && cell.Number < until);
        }
        else if (content["n"]?.GetValue<int>() is { } count)
        {
            cells = cells.TakeLast(count);
        }
        return Ok(("history", new JsonArray([.. cells.Select(cell => new JsonArray(0, cell.Number, cell.Code))])));
    }
}
