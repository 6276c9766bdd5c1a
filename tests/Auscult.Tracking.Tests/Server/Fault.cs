using Microsoft.AspNetCore.Http;

namespace Auscult.Tracking.Tests.Server;

/// <summary>What goes wrong with a request.</summary>
internal enum Trouble
{
    /// <summary>The answer takes a while.</summary>
    Slow,

    /// <summary>The connection ends before the server has done anything.</summary>
    Dropped,

    /// <summary>The server has done what it was asked, and the connection ends before it says so.</summary>
    AnswerLost,

    /// <summary>As <see cref="AnswerLost"/>, after half of the answer.</summary>
    HalfAnswer,

    /// <summary>The server says a status and does nothing.</summary>
    Refused,

    /// <summary>The server has done what it was asked and says a status all the same, as a gateway does that lost patience.</summary>
    RefusedAfterwards,
}

/// <summary>Something that goes wrong with the next requests to an address.</summary>
/// <param name="Path">Part of the address.</param>
/// <param name="Trouble">What goes wrong.</param>
internal sealed record Fault(string Path, Trouble Trouble)
{
    private int _left = 1;
    private int _skip;

    /// <summary>How many requests; default 1.</summary>
    public int Times { get => _left; init => _left = value; }

    /// <summary>How many requests go well before; default 0.</summary>
    public int Skip { get => _skip; init => _skip = value; }

    /// <summary>The status of a refusal.</summary>
    public int Status { get; init; } = 500;

    /// <summary>Header of a refusal, in seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>How slow.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether it befalls this request.</summary>
    public bool Befalls(HttpRequest request) =>
        request.Path.Value!.Contains(Path, StringComparison.Ordinal) && Interlocked.Decrement(ref _skip) < 0 && Interlocked.Decrement(ref _left) >= 0;

    /// <summary>Lets it happen.</summary>
    public async Task HappenAsync(HttpContext context, Func<Task> next)
    {
        switch (Trouble)
        {
            case Trouble.Slow:
                await Task.Delay(Delay, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                await next();
                break;
            case Trouble.Dropped:
                context.Abort();
                break;
            case Trouble.Refused:
                await SayAsync(context);
                break;
            default:
                await AfterwardsAsync(context, next);
                break;
        }
    }

    private async Task AfterwardsAsync(HttpContext context, Func<Task> next)
    {
        var answer = context.Response.Body;
        using var hidden = new MemoryStream();
        context.Response.Body = hidden;
        await next();
        context.Response.Body = answer;
        if (Trouble == Trouble.RefusedAfterwards)
        {
            context.Response.Clear();
            await SayAsync(context);
            return;
        }
        if (Trouble == Trouble.HalfAnswer)
        {
            context.Response.ContentLength = hidden.Length + 100;
            await answer.WriteAsync(hidden.ToArray().AsMemory(0, (int)hidden.Length / 2));
            await answer.FlushAsync();
        }
        context.Abort();
    }

    private async Task SayAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        if (RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString();
        await context.Response.WriteAsync("<html>not now</html>");
    }
}
