using System.Text.Json.Nodes;
using Auscult.Notebook.Kernel;
using Auscult.Notebook.Protocol;
using Auscult.Notebook.ZeroMq;

namespace Auscult.Notebook.Tests.Kernel;

/// <summary>A kernel in this process and the client's side of its sockets, as Jupyter holds them.</summary>
public sealed class KernelClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly (TextWriter Out, TextWriter Error, TextReader In) _console = (Console.Out, Console.Error, Console.In);
    private readonly ZmqContext? _context;
    private readonly JupyterKernel? _kernel;
    private readonly MessageCodec _codec = new(new MessageSigner("key of the tests"));
    private readonly Dictionary<string, ZmqSocket> _sockets = new(StringComparer.Ordinal);

    public KernelClient()
    {
        if (!LibZmq.IsPresent)
            return;
        _context = new ZmqContext();
        _kernel = new JupyterKernel(new ConnectionInfo { Ip = "127.0.0.1", Key = "key of the tests" }, new KernelOptions
        {
            Redirect = (output, error, input) =>
            {
                Console.SetOut(output);
                Console.SetError(error);
                Console.SetIn(input);
            },
            Log = Log,
            Version = "1.2.3",
        });
        Connect("shell", ZmqSocketType.Dealer, _kernel.Connection.ShellPort);
        Connect("control", ZmqSocketType.Dealer, _kernel.Connection.ControlPort);
        Connect("heartbeat", ZmqSocketType.Request, _kernel.Connection.HbPort);
        Connect("iopub", ZmqSocketType.Subscribe, _kernel.Connection.IopubPort);
        // A subscription takes effect a moment later; the first answer on it shows that it has.
        _sockets["iopub"].ReceiveTimeout = TimeSpan.FromMilliseconds(50);
        do
        {
            Receive("shell", Send("shell", "kernel_info_request", []));
        }
        while (_sockets["iopub"].TryReceive() is null);
        _sockets["iopub"].ReceiveTimeout = Patience;
    }

    public StringWriter Log { get; } = new();

    public sealed record Outcome(JsonObject Reply, IReadOnlyList<JupyterMessage> Outputs)
    {
        public string Status => Reply["status"]!.GetValue<string>();

        public string Stream(string name) => string.Concat(
            Of("stream").Where(c => c["name"]!.GetValue<string>() == name).Select(c => c["text"]!.GetValue<string>()));

        public IEnumerable<JsonObject> Of(string type) => Outputs.Where(o => o.Type == type).Select(o => o.Content);

        public string Result(string mimeType = "text/plain") => Of("execute_result").Single()["data"]![mimeType]!.GetValue<string>();

        public string Traceback => string.Join('\n', Of("error").Single()["traceback"]!.AsArray().Select(l => l!.GetValue<string>()));
    }

    /// <summary>Runs a cell and waits for its end.</summary>
    public Outcome Execute(string code) => Finish(Start(code));

    public string Start(string code) => Send("shell", "execute_request", new JsonObject { ["code"] = code, ["silent"] = false, ["stop_on_error"] = true });

    public Outcome Finish(string request)
    {
        var outputs = new List<JupyterMessage>();
        while (outputs is not [.., { Type: "status" } last] || last.Content["execution_state"]!.GetValue<string>() != "idle")
        {
            var message = _codec.Decode(_sockets["iopub"].TryReceive() ?? throw new TimeoutException("no output came"));
            if (message.Parent["msg_id"]?.GetValue<string>() == request)
                outputs.Add(message);
        }
        return new Outcome(Receive("shell", request), outputs);
    }

    /// <summary>The first output of a type that a running cell sends.</summary>
    public JsonObject Await(string request, string type)
    {
        while (true)
        {
            var message = _codec.Decode(_sockets["iopub"].TryReceive() ?? throw new TimeoutException("no output came"));
            if (message.Parent["msg_id"]?.GetValue<string>() == request && message.Type == type)
                return message.Content;
        }
    }

    public JsonObject Ask(string channel, string type, JsonObject content) => Receive(channel, Send(channel, type, content));

    public byte[] Beat(byte[] text)
    {
        _sockets["heartbeat"].Send([text]);
        return _sockets["heartbeat"].TryReceive()![0];
    }

    public string Send(string channel, string type, JsonObject content)
    {
        var message = JupyterMessage.Create(type, "client", DateTimeOffset.UnixEpoch, content);
        _sockets[channel].Send(_codec.Encode(message));
        return message.Header["msg_id"]!.GetValue<string>();
    }

    public void SendRaw(string channel, IReadOnlyList<byte[]> frames) => _sockets[channel].Send(frames);

    public JsonObject Receive(string channel, string request)
    {
        while (true)
        {
            var message = _codec.Decode(_sockets[channel].TryReceive() ?? throw new TimeoutException("no answer came"));
            if (message.Parent["msg_id"]!.GetValue<string>() == request)
                return message.Content;
        }
    }

    public bool WaitForShutdown()
    {
        var waiting = Task.Run(() => _kernel!.WaitForShutdown(() => false));
        return waiting.Wait(Patience);
    }

    public void Dispose()
    {
        _kernel?.Dispose();
        foreach (var socket in _sockets.Values)
            socket.Dispose();
        _context?.Dispose();
        Console.SetOut(_console.Out);
        Console.SetError(_console.Error);
        Console.SetIn(_console.In);
    }

    private void Connect(string name, ZmqSocketType type, int port)
    {
        var socket = _context!.CreateSocket(type);
        _sockets[name] = socket;
        socket.ReceiveTimeout = Patience;
        if (type == ZmqSocketType.Subscribe)
            socket.SubscribeToAll();
        socket.Connect($"tcp://127.0.0.1:{port}");
    }
}
