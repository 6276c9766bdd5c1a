using System.Text.Json.Nodes;
using Auscult.Notebook.Protocol;
using Auscult.Notebook.Rich;
using Auscult.Notebook.Scripting;

namespace Auscult.Notebook.Kernel;

/// <summary>What everybody sees: states, streams, displays, results, errors. Outputs belong to the cell that runs.</summary>
internal sealed class OutputChannel : DisplayHost
{
    private readonly Channel _channel;
    private readonly CSharpSession _session;

    public OutputChannel(Channel channel, CSharpSession session)
    {
        (_channel, _session) = (channel, session);
        Out = new StreamOutput("stdout", this);
        Error = new StreamOutput("stderr", this);
    }

    /// <summary>Standard output of the cells.</summary>
    public StreamOutput Out { get; }

    /// <summary>Standard error of the cells.</summary>
    public StreamOutput Error { get; }

    /// <summary>The request whose cell runs, or ran last.</summary>
    public JupyterMessage? Cell { get; set; }

    /// <inheritdoc/>
    public override CancellationToken Cancellation => _session.Cancellation;

    /// <summary>Publishes something of the running cell, behind what it has written so far.</summary>
    public void Publish(string type, JsonObject content)
    {
        Flush();
        Send(type, content);
    }

    /// <summary>Publishes the kernel's state: <c>starting</c>, <c>busy</c> while it deals with a request, <c>idle</c>.</summary>
    public void PublishState(string state, JupyterMessage? request) =>
        _channel.Send("status", new JsonObject { ["execution_state"] = state }, request, "kernel.status");

    /// <inheritdoc/>
    public override void Display(object? value, string id, bool isUpdate) => Publish(isUpdate ? "update_display_data" : "display_data", new JsonObject
    {
        ["data"] = MimeBundle.Of(value),
        ["metadata"] = new JsonObject(),
        ["transient"] = new JsonObject { ["display_id"] = id },
    });

    /// <summary>Publishes what streams still hold.</summary>
    public void Flush()
    {
        Out.Flush();
        Error.Flush();
    }

    internal void SendStream(string name, string text) => Send("stream", new JsonObject { ["name"] = name, ["text"] = text });

    internal StreamOutput Other(StreamOutput stream) => ReferenceEquals(stream, Out) ? Error : Out;

    private void Send(string type, JsonObject content) => _channel.Send(type, content, Cell, $"kernel.{type}");
}
