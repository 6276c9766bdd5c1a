using System.Text;

namespace Auscult.Notebook.ZeroMq;

/// <summary>Socket types of <c>zmq.h</c> that the Jupyter protocol uses, on either side.</summary>
internal enum ZmqSocketType
{
    Publish = 1,
    Subscribe = 2,
    Request = 3,
    Reply = 4,
    Dealer = 5,
    Router = 6,
}

/// <summary>A ZeroMQ socket with whole multipart messages. Used by one thread at a time.</summary>
internal sealed unsafe class ZmqSocket : IDisposable
{
    private const int SubscribeOption = 6;
    private const int MoreOption = 13;
    private const int LingerOption = 17;
    private const int ReceiveTimeoutOption = 27;
    private const int LastEndpointOption = 32;
    private const int HandoverOption = 56;
    private const int SendMore = 2;
    private const int LingerMilliseconds = 1000;
    private const int MaxEndpointBytes = 512;
    private nint _handle;

    internal ZmqSocket(nint handle)
    {
        _handle = handle != 0 ? handle : throw ZmqException.OfLastCall("zmq_socket");
        Set(LingerOption, LingerMilliseconds);
    }

    /// <summary>Where the socket is bound, e.g. <c>tcp://127.0.0.1:40123</c>.</summary>
    public string Endpoint
    {
        get
        {
            var text = stackalloc byte[MaxEndpointBytes];
            nuint length = MaxEndpointBytes;
            Check(LibZmq.GetOption(_handle, LastEndpointOption, text, &length), "zmq_getsockopt");
            return Encoding.UTF8.GetString(text, (int)length - 1);
        }
    }

    /// <summary>The number at the end of <see cref="Endpoint"/>: <c>tcp://ADDRESS:PORT</c> or <c>ipc://PATH-PORT</c>.</summary>
    public int Port => int.Parse(Endpoint.Split(':', '-')[^1]);

    /// <summary>How long <see cref="TryReceive"/> waits; null: for ever.</summary>
    public TimeSpan? ReceiveTimeout
    {
        set => Set(ReceiveTimeoutOption, value is { } time ? (int)time.TotalMilliseconds : -1);
    }

    /// <summary>Listens at <paramref name="endpoint"/>; port <c>*</c> takes a free one.</summary>
    /// <exception cref="ZmqException">The port is taken or the address is not this machine's.</exception>
    public void Bind(string endpoint) => Check(LibZmq.Bind(_handle, endpoint), $"zmq_bind {endpoint}");

    /// <summary>Connects to <paramref name="endpoint"/>.</summary>
    public void Connect(string endpoint) => Check(LibZmq.Connect(_handle, endpoint), $"zmq_connect {endpoint}");

    /// <summary>Takes every message of a publisher.</summary>
    public void SubscribeToAll()
    {
        byte nothing = 0;
        Check(LibZmq.SetOption(_handle, SubscribeOption, &nothing, 0), "zmq_setsockopt");
    }

    /// <summary>A client that connects again under its old identity takes the place of its old connection (routers only).</summary>
    public void TakeOverIdentities() => Set(HandoverOption, 1);

    /// <summary>Sends one message of several frames.</summary>
    public void Send(IReadOnlyList<byte[]> frames)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            fixed (byte* data = frames[i])
            {
                while (LibZmq.Send(_handle, data, (nuint)frames[i].Length, i + 1 < frames.Count ? SendMore : 0) < 0)
                {
                    if (!ZmqException.LastCallWasInterrupted)
                        throw ZmqException.OfLastCall("zmq_send");
                }
            }
        }
    }

    /// <summary>The frames of the next message, or null when none came within <see cref="ReceiveTimeout"/>.</summary>
    /// <exception cref="ZmqException">The context was shut down, or the socket is broken.</exception>
    public IReadOnlyList<byte[]>? TryReceive()
    {
        var frames = new List<byte[]>();
        do
        {
            if (ReceiveFrame() is not { } frame)
                return null;
            frames.Add(frame);
        }
        while (Get(MoreOption) != 0);
        return frames;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0)
            _ = LibZmq.CloseSocket(handle);
    }

    private byte[]? ReceiveFrame()
    {
        LibZmq.Message message;
        Check(LibZmq.InitMessage(&message), "zmq_msg_init");
        try
        {
            while (LibZmq.Receive(&message, _handle, 0) < 0)
            {
                if (ZmqException.LastCallWouldBlock)
                    return null;
                if (!ZmqException.LastCallWasInterrupted)
                    throw ZmqException.OfLastCall("zmq_msg_recv");
            }
            return new ReadOnlySpan<byte>(LibZmq.Data(&message), (int)LibZmq.Size(&message)).ToArray();
        }
        finally
        {
            _ = LibZmq.CloseMessage(&message);
        }
    }

    private void Set(int option, int value) =>
        Check(LibZmq.SetOption(_handle, option, (byte*)&value, sizeof(int)), "zmq_setsockopt");

    private int Get(int option)
    {
        int value;
        nuint length = sizeof(int);
        Check(LibZmq.GetOption(_handle, option, (byte*)&value, &length), "zmq_getsockopt");
        return value;
    }

    private static void Check(int result, string call)
    {
        if (result < 0)
            throw ZmqException.OfLastCall(call);
    }
}
