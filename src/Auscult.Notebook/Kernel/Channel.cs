using System.Text.Json.Nodes;
using Auscult.Notebook.Protocol;
using Auscult.Notebook.ZeroMq;

namespace Auscult.Notebook.Kernel;

/// <summary>One of the kernel's sockets with the protocol on top. Sending is safe from every thread; receiving is for one.</summary>
internal sealed class Channel : IDisposable
{
    private readonly ZmqSocket _socket;
    private readonly MessageCodec _codec;
    private readonly string _session;
    private readonly KernelOptions _options;
    private readonly Lock _gate = new();

    public Channel(ZmqSocket socket, string endpoint, MessageCodec codec, string session, KernelOptions options)
    {
        (_socket, _codec, _session, _options) = (socket, codec, session, options);
        socket.Bind(endpoint);
    }

    /// <summary>The port that was taken.</summary>
    public int Port => _socket.Port;

    /// <summary>How long <see cref="TryReceive"/> waits; null: for ever.</summary>
    public TimeSpan? ReceiveTimeout
    {
        set => _socket.ReceiveTimeout = value;
    }

    /// <summary>The next message, or null when none came in time. Foreign messages are reported and passed over.</summary>
    public JupyterMessage? TryReceive()
    {
        while (_socket.TryReceive() is { } frames)
        {
            try
            {
                return _codec.Decode(frames);
            }
            catch (FormatException e)
            {
                _options.Log.WriteLine($"auscult: passed over {e.Message}");
            }
        }
        return null;
    }

    /// <summary>Sends a message.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="content">What it says.</param>
    /// <param name="parent">The request it belongs to, or null.</param>
    /// <param name="topic">Topic of a published message; null answers <paramref name="parent"/> where it came from.</param>
    public void Send(string type, JsonObject content, JupyterMessage? parent, string? topic = null)
    {
        var identities = topic is null ? parent?.Identities : [System.Text.Encoding.UTF8.GetBytes(topic)];
        var message = JupyterMessage.Create(type, _session, _options.Clock.GetUtcNow(), content, parent?.Header, identities);
        lock (_gate)
            _socket.Send(_codec.Encode(message));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _socket.Dispose();
    }
}
