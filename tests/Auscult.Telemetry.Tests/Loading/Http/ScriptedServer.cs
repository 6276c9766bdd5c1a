using System.Net;
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
internal sealed class ScriptedServer : LoopbackServer
{
    private readonly Func<int, HttpListenerRequest, Reply> _reply;

    /// <param name="reply">The reply to a request by its number, counted from 0.</param>
    public ScriptedServer(Func<int, HttpListenerRequest, Reply> reply) => _reply = reply;

    public string Address => Root;

    protected override async Task AnswerAsync(HttpListenerContext context, int number)
    {
        var reply = _reply(number, context.Request);
        try
        {
            if (reply.Hangs)
            {
                await Task.Delay(Timeout.Infinite, Stopping).ContinueWith(_ => { }, TaskScheduler.Default);
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
