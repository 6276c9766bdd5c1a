using System.Text.Json.Nodes;

namespace Auscult.Notebook.Kernel;

/// <summary>Standard input of the cells: asks the user of the notebook for a line.</summary>
/// <param name="channel">The channel of questions.</param>
/// <param name="output">Knows the running cell.</param>
internal sealed class InputReader(Channel channel, OutputChannel output) : TextReader
{
    private string _rest = "";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The notebook runs without a user to ask.</exception>
    public override string? ReadLine()
    {
        if (_rest.Length > 0)
        {
            var rest = _rest.TrimEnd('\n');
            _rest = "";
            return rest;
        }
        var cell = output.Cell;
        if (cell?.Content["allow_stdin"]?.GetValue<bool>() != true)
            throw new InvalidOperationException("this notebook runs without a user who could type something");
        output.Flush();
        channel.Send("input_request", new JsonObject { ["prompt"] = "", ["password"] = false }, cell);
        while (true)
        {
            // Wakes up often enough for an interruption.
            if (channel.TryReceive() is { Type: "input_reply" } reply)
                return reply.Content["value"]?.GetValue<string>();
        }
    }

    /// <inheritdoc/>
    public override int Read()
    {
        if (_rest.Length == 0)
            _rest = ReadLine() + "\n";
        var first = _rest[0];
        _rest = _rest[1..];
        return first;
    }

    /// <inheritdoc/>
    public override int Peek() => _rest.Length > 0 ? _rest[0] : -1;
}
