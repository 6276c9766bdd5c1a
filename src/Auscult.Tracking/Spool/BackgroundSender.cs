using System.Security.Cryptography;
using Auscult.Tracking.Rest;

namespace Auscult.Tracking.Spool;

/// <summary>
/// The thread that sends spools while the program does something else: its own runs in the order in which they began, then what an
/// earlier process
/// left. A server that is down is asked again after growing pauses; the program hears of it in one line when it goes and one when it is
/// back.
/// </summary>
internal sealed class BackgroundSender : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly MlflowClient _client;
    private readonly Action<string> _warn;
    private readonly string _root;
    private readonly Thread _thread;
    private readonly CancellationTokenSource _stop = new();
    private readonly AutoResetEvent _hurry = new(initialState: false);
    private readonly Lock _gate = new();
    private readonly List<SpoolShipper> _shippers = [];
    private int _failures;

    public BackgroundSender(string root, MlflowClient client, Action<string> warn)
    {
        (_root, _client, _warn) = (root, client, warn);
        foreach (var spool in SpoolFolder.Waiting(root))
        {
            if (Server(spool) == client.Connection.Address.ToString())
                _shippers.Add(new SpoolShipper(spool, client, root, warn));
        }
        _thread = new Thread(Run) { IsBackground = true, Name = "tracking" };
        _thread.Start();
    }

    /// <summary>The server that a spool is for; null when it holds nothing that can be read.</summary>
    public static string? Server(SpoolFolder spool) => SpoolFile.Read(spool.Records, 0).Select(line => line.Record.Start?.Server)
        .FirstOrDefault();

    /// <summary>Sends this spool too, before what earlier processes left.</summary>
    public void Add(SpoolFolder spool)
    {
        lock (_gate)
        {
            if (_shippers.All(shipper => shipper.RunId != spool.RunId))
                _shippers.Add(new SpoolShipper(spool, _client, _root, _warn));
        }
        _hurry.Set();
    }

    /// <summary>Waits until a run has arrived, but not longer than <paramref name="patience"/>.</summary>
    /// <returns>How many of its records are left.</returns>
    public int Wait(SpoolFolder spool, TimeSpan patience)
    {
        var end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (spool.IsWaiting && Environment.TickCount64 < end)
        {
            _hurry.Set();
            Thread.Sleep(20);
        }
        return spool.IsWaiting ? SpoolFile.Read(spool.Records, spool.ReadState().Sent).Count() : 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _hurry.Set();
        _thread.Join(TimeSpan.FromSeconds(5));
        foreach (var shipper in _shippers)
            shipper.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            Pass();
            _hurry.WaitOne(_failures == 0 ? Interval : Pause());
        }
    }

    private void Pass()
    {
        SpoolShipper[] shippers;
        lock (_gate)
            shippers = [.. _shippers];
        try
        {
            foreach (var shipper in shippers)
            {
                shipper.ShipAsync(_stop.Token).GetAwaiter().GetResult();
                shipper.ClearIfEnded();
            }
            if (_failures > 0)
                _warn($"tracking to {_client.Connection} goes on");
            _failures = 0;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The records stay where they are.
            return;
        }
        catch (Exception e) when (e is MlflowException or IOException or UnauthorizedAccessException)
        {
            if (_failures++ == 0)
                _warn($"tracking waits in {_root} and goes on by itself: {e.Message}");
        }
    }

    private TimeSpan Pause()
    {
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 0.5 * Math.Pow(2, Math.Min(_failures, 10))));
        return pause * (0.75 + (RandomNumberGenerator.GetInt32(500) / 1000.0));
    }
}
