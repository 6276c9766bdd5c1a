using System.Text.Json.Nodes;
using Auscult.Foundation;
using Auscult.Notebook.Protocol;
using Auscult.Notebook.Rich;
using Auscult.Notebook.Scripting;
using Auscult.Notebook.ZeroMq;

namespace Auscult.Notebook.Kernel;

/// <summary>
/// A Jupyter kernel for C#. Requests to the shell are dealt with one after the other on one thread; cells run on another; the control
/// channel (interrupt, shutdown) and the heartbeat have threads of their own, so they answer while a cell runs.
/// </summary>
public sealed class JupyterKernel : IDisposable
{
    private static readonly TimeSpan InputPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);
    private readonly KernelOptions _options;
    private readonly CSharpSession _session = new();
    private readonly ZmqContext _context = new();
    private readonly List<IDisposable> _sockets = [];
    private readonly Channel _shell;
    private readonly Channel _control;
    private readonly OutputChannel _output;
    private readonly CodeRequests _code;
    private readonly CellRequests _cells;
    private readonly Thread[] _threads;
    private readonly ManualResetEventSlim _stopped = new();

    /// <summary>Listens where <paramref name="connection"/> says; port 0 takes a free one.</summary>
    /// <exception cref="InputException">libzmq is missing, or a port is taken.</exception>
    public JupyterKernel(ConnectionInfo connection, KernelOptions options)
    {
        _options = options;
        var (codec, name) = (new MessageCodec(new MessageSigner(connection.Key)), Guid.NewGuid().ToString("N"));
        Channel Open(ZmqSocketType type, int port)
        {
            var socket = Own(_context.CreateSocket(type));
            if (type == ZmqSocketType.Router)
                socket.TakeOverIdentities();
            return Own(new Channel(socket, connection.Endpoint(port), codec, name, options));
        }
        try
        {
            _shell = Open(ZmqSocketType.Router, connection.ShellPort);
            _control = Open(ZmqSocketType.Router, connection.ControlPort);
            var (stdin, iopub) = (Open(ZmqSocketType.Router, connection.StdinPort), Open(ZmqSocketType.Publish, connection.IopubPort));
            var heartbeat = Own(_context.CreateSocket(ZmqSocketType.Reply));
            heartbeat.Bind(connection.Endpoint(connection.HbPort));
            stdin.ReceiveTimeout = InputPoll;
            _output = new OutputChannel(iopub, _session);
            _code = new CodeRequests(_session, options.Version);
            _cells = new CellRequests(_session, _output, _code);
            Connection = connection with
            {
                ShellPort = _shell.Port,
                ControlPort = _control.Port,
                StdinPort = stdin.Port,
                IopubPort = iopub.Port,
                HbPort = heartbeat.Port,
            };
            options.Redirect(_output.Out, _output.Error, new InputReader(stdin, _output));
            _threads = [Start(() => Serve(_shell)), Start(() => Serve(_control)), Start(() => Beat(heartbeat))];
        }
        catch (ZmqException e)
        {
            Close();
            throw new InputException(e.Message, remedy: "is another kernel running with the same connection file?", inner: e);
        }
        DisplayHost.Current = _output;
        _output.PublishState("starting", null);
        _ = Task.Run(CSharpSession.WarmUp);
    }

    /// <summary>Where the kernel listens.</summary>
    public ConnectionInfo Connection { get; }

    /// <summary>Asks the running cell to end; nothing happens when none runs.</summary>
    public void Interrupt() => _session.Interrupt();

    /// <summary>Waits until a client has asked for the shutdown or <paramref name="isOrphaned"/> says that nobody can ask any more.</summary>
    public void WaitForShutdown(Func<bool> isOrphaned)
    {
        while (!_stopped.Wait(TimeSpan.FromSeconds(2)) && !isOrphaned())
        {
            // Until one of the two.
        }
    }

    /// <summary>Stops listening. A cell that still runs is interrupted; native code it may be in is left to the end of the process.</summary>
    public void Dispose()
    {
        _stopped.Set();
        // The second request does not wait for the grace of the first.
        _session.Interrupt();
        _session.Interrupt();
        _context.Shutdown();
        if (ReferenceEquals(DisplayHost.Current, _output))
            DisplayHost.Current = null;
        if (Array.TrueForAll(_threads, thread => thread.Join(LastWords)))
            Close();
    }

    private T Own<T>(T socket)
        where T : IDisposable
    {
        _sockets.Add(socket);
        return socket;
    }

    private void Close()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
        _context.Dispose();
    }

    private static Thread Start(Action work)
    {
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (ZmqException e) when (e.IsTermination)
            {
                // The kernel stops.
            }
        })
        { IsBackground = true, Name = "kernel" };
        thread.Start();
        return thread;
    }

    private static void Beat(ZmqSocket heartbeat)
    {
        while (heartbeat.TryReceive() is { } beat)
            heartbeat.Send(beat);
    }

    private void Serve(Channel channel)
    {
        while (!_stopped.IsSet && channel.TryReceive() is { } request)
            Handle(channel, request);
    }

    // What was sent before its sender could know of the failure: to be gathered before the failure is told.
    private static List<JupyterMessage> Waiting(Channel channel)
    {
        var waiting = new List<JupyterMessage>();
        channel.ReceiveTimeout = TimeSpan.Zero;
        while (channel.TryReceive() is { } request)
            waiting.Add(request);
        channel.ReceiveTimeout = null;
        return waiting;
    }

    private void InState(JupyterMessage request, Action work)
    {
        _output.PublishState("busy", request);
        work();
        _output.PublishState("idle", request);
    }

    private void Handle(Channel channel, JupyterMessage request)
    {
        List<JupyterMessage> waiting = [];
        InState(request, () =>
        {
            var refusesWaiting = false;
            var reply = Reply(request, ref refusesWaiting);
            if (refusesWaiting)
                waiting = Waiting(channel);
            if (reply is not null && request.Type.EndsWith("_request", StringComparison.Ordinal))
                channel.Send($"{request.Type[..^"_request".Length]}_reply", reply, request);
        });
        if (request.Type == "shutdown_request")
            _stopped.Set();
        foreach (var other in waiting)
        {
            if (other.Type == "execute_request")
                InState(other, () => channel.Send("execute_reply", _cells.Refuse(), other));
            else
                Handle(channel, other);
        }
    }

    private JsonObject? Reply(JupyterMessage request, ref bool refusesWaiting)
    {
        try
        {
            return request.Type switch
            {
                "execute_request" => _cells.Execute(request, out refusesWaiting),
                "interrupt_request" => Interrupted(),
                "shutdown_request" => CodeRequests.Ok(("restart", request.Content["restart"]?.GetValue<bool>() ?? false)),
                _ => _code.Answer(request),
            };
        }
        catch (Exception e) when (e is not ZmqException)
        {
            // A client waits for its answer whatever happens here.
            var message = e.Message.ReplaceLineEndings(" ");
            _options.Log.WriteLine($"auscult: {request.Type}: {e.GetType().Name}: {message}");
            return new JsonObject { ["status"] = "error", ["ename"] = e.GetType().Name, ["evalue"] = message, ["traceback"] = new JsonArray() };
        }
    }

    private JsonObject Interrupted()
    {
        Interrupt();
        return CodeRequests.Ok();
    }
}
