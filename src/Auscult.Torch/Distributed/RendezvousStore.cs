namespace Auscult.Torch.Distributed;

/// <summary>
/// Texts by key that all ranks of a job share (c10d's TCPStore): one rank serves it, the others connect. A call may come from any thread,
/// but a call that waits holds up the others: threads that poll open a store of their own.
/// </summary>
public sealed class RendezvousStore : IDisposable
{
    private readonly bool _isServer;
    private IntPtr _handle;

    private RendezvousStore(IntPtr handle, string host, int port, bool isServer) =>
        (_handle, Host, Port, _isServer) = (handle, host, port, isServer);

    /// <summary>Name or address of the machine that serves it.</summary>
    public string Host { get; }

    /// <summary>TCP port it is served on.</summary>
    public int Port { get; }

    internal IntPtr Handle => _handle != IntPtr.Zero ? _handle : throw new ObjectDisposedException(nameof(RendezvousStore));

    /// <summary>Serves a store on this machine.</summary>
    /// <param name="host">Name or address under which others reach this machine.</param>
    /// <param name="port">TCP port; 0 lets the system choose one.</param>
    /// <param name="timeout">Longest wait for a key.</param>
    /// <exception cref="NotSupportedException">The engine has no process groups; see <see cref="Capabilities.Gloo"/>.</exception>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The port is taken.</exception>
    public static RendezvousStore Serve(string host, int port, TimeSpan timeout) => Open(host, port, true, timeout);

    /// <summary>Connects to a store that another process serves, and waits until it does.</summary>
    /// <param name="host">Name or address of the serving machine.</param>
    /// <param name="port">Its port.</param>
    /// <param name="timeout">Longest wait for the server, and later for a key.</param>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">Nothing answered in time.</exception>
    public static RendezvousStore Connect(string host, int port, TimeSpan timeout) => Open(host, port, false, timeout);

    /// <summary>Sets a key.</summary>
    public void Set(string key, string value) => Engine.SetInStore(Handle, key, value);

    /// <summary>The value of a key; waits until it is set.</summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">It was not set in time, or the server is gone.</exception>
    public string Get(string key) => Engine.GetFromStore(Handle, key);

    /// <summary>Adds to a number, 0 before the first call, and gives the sum.</summary>
    public long Add(string key, long change) => Engine.AddInStore(Handle, key, change);

    /// <summary>Waits until a key is set.</summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">It was not set in time, or the server is gone.</exception>
    public void Wait(string key, TimeSpan timeout) => Engine.WaitInStore(Handle, key, timeout);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle != IntPtr.Zero)
            Engine.FreeStore(_handle);
        _handle = IntPtr.Zero;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}{(_isServer ? " (served here)" : "")}";

    private static RendezvousStore Open(string host, int port, bool isServer, TimeSpan timeout)
    {
        Capabilities.RequireGroups();
        return new RendezvousStore(Engine.NewStore(host, ref port, isServer, timeout), host, port, isServer);
    }
}
