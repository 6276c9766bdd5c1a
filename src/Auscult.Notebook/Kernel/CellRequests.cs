using System.Text.Json.Nodes;
using Auscult.Notebook.Protocol;
using Auscult.Notebook.Rich;
using Auscult.Notebook.Scripting;

namespace Auscult.Notebook.Kernel;

/// <summary>Runs cells and says how they ended.</summary>
internal sealed class CellRequests(CSharpSession session, OutputChannel output, CodeRequests history)
{
    private int _count;

    /// <summary>Runs the cell of an <c>execute_request</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stopsOthers">Whether requests that wait already are to be refused, because the cell failed.</param>
    /// <returns>The content of the reply.</returns>
    public JsonObject Execute(JupyterMessage request, out bool stopsOthers)
    {
        var code = request.Content["code"]?.GetValue<string>() ?? "";
        var isSilent = request.Content["silent"]?.GetValue<bool>() ?? false;
        var isStored = !isSilent && (request.Content["store_history"]?.GetValue<bool>() ?? true);
        var number = isStored ? ++_count : _count;
        output.Cell = request;
        if (isStored)
            history.Remember(number, code);
        if (!isSilent)
            output.Publish("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = number });
        var result = session.Run(code, number);
        output.Flush();
        stopsOthers = result.Error is not null && (request.Content["stop_on_error"]?.GetValue<bool>() ?? true);
        return result.Error is { } error ? Fail(error, number) : Succeed(result.Value, number, isSilent);
    }

    /// <summary>The reply to a request that is not run because an earlier one failed.</summary>
    public JsonObject Refuse() => new() { ["status"] = "aborted", ["execution_count"] = _count };

    private JsonObject Succeed(object? value, int number, bool isSilent)
    {
        if (value is not null && !isSilent)
        {
            output.Publish("execute_result", new JsonObject
            {
                ["execution_count"] = number, ["data"] = MimeBundle.Of(value), ["metadata"] = new JsonObject(),
            });
        }
        return CodeRequests.Ok(("execution_count", number), ("payload", new JsonArray()), ("user_expressions", new JsonObject()));
    }

    private JsonObject Fail(CellError error, int number)
    {
        JsonObject Content() => new()
        {
            ["ename"] = error.Name,
            ["evalue"] = error.Message,
            ["traceback"] = new JsonArray([.. error.Lines.Select(line => JsonValue.Create(line))]),
        };
        output.Publish("error", Content());
        var reply = Content();
        reply["status"] = "error";
        reply["execution_count"] = number;
        return reply;
    }
}
