using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Auscult.Telemetry.Tests.Loading.Http;

/// <summary>What a <see cref="ScriptedServer"/> says to one request.</summary>
/// <param name="Body">The body.</param>
/// <param name="Status">The status.</param>
internal sealed record Reply(string Body, int Status = 200)
{
    /// <summary>How many bytes of the body are sent before the connection is closed; null: all.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Waits until the server is stopped, and says nothing.</summary>
    public bool Hangs { get; init; }

    /// <summary>Value of <c>Retry-After</c>.</summary>
    public int? RetryAfterSeconds { get; init; }
}

/// <summary>An HTTP server on the loopback whose replies a test decides.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, HttpListenerRequest, Reply> _reply;
    private int _requests;

    /// <param name="reply">The reply to a request by its number, counted from 0.</param>
    public ScriptedServer(Func<int, HttpListenerRequest, Reply> reply)
    {
        _reply = reply;
        Address = $"http://127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Address { get; }

    public int Requests => Volatile.Read(ref _requests);

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

    private async Task AnswerAsync(HttpListenerContext context, int number)
    {
        var reply = _reply(number, context.Request);
        try
        {
            if (reply.Hangs)
            {
                await Task.Delay(Timeout.Infinite, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                context.Response.Abort();
                return;
            }
            var body = Encoding.UTF8.GetBytes(reply.Body);
            context.Response.StatusCode = reply.Status;
            if (reply.RetryAfterSeconds is { } pause)
                context.Response.AddHeader("Retry-After", $"{pause}");
            context.Response.ContentLength64 = body.Length;
            await context.Response.OutputStream.WriteAsync(body.AsMemory(0, reply.CutAfter ?? body.Length));
            if (reply.CutAfter is not null)
                context.Response.Abort();
            else
                context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The client hung up.
        }
    }
}
