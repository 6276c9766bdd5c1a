namespace Auscult.Notebook.ZeroMq;

/// <summary>A ZeroMQ context: the input-output thread that its sockets share.</summary>
internal sealed class ZmqContext : IDisposable
{
    private readonly nint _handle;
    private bool _disposed;

    /// <exception cref="Foundation.InputException">libzmq is missing.</exception>
    public ZmqContext()
    {
        _handle = LibZmq.CreateContext();
        if (_handle == 0)
            throw ZmqException.OfLastCall("zmq_ctx_new");
    }

    /// <summary>A new socket; whoever makes it disposes of it.</summary>
    public ZmqSocket CreateSocket(ZmqSocketType type) => new(LibZmq.CreateSocket(_handle, (int)type));

    /// <summary>Every waiting or later call on a socket of this context ends with <see cref="ZmqException.IsTermination"/>.</summary>
    public void Shutdown() => _ = LibZmq.ShutdownContext(_handle);

    /// <summary>Waits until all sockets are closed and what they still had to send is gone (or their linger time is over).</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _ = LibZmq.TerminateContext(_handle);
    }
}
