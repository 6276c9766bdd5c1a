using System.Net;
using System.Net.Sockets;

namespace Auscult.Telemetry.Tests;

/// <summary>An HTTP server on a free port of the loopback; each request is answered on its own.</summary>
internal abstract class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stop = new();
    private int _requests;

    protected LoopbackServer()
    {
        Root = $"http://127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add($"{Root}/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Requests so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Scheme, host and port.</summary>
    protected string Root { get; }

    /// <summary>Cancelled when the server stops.</summary>
    protected CancellationToken Stopping => _stop.Token;

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Close();
        _stop.Dispose();
    }

    /// <summary>Answers one request; <paramref name="number"/> counts them from 0.</summary>
    protected abstract Task AnswerAsync(HttpListenerContext context, int number);

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            var number = Interlocked.Increment(ref _requests) - 1;
            _ = Task.Run(() => AnswerAsync(context, number));
        }
    }
}
