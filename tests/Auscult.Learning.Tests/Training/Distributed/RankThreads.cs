using System.Net;
using System.Net.Sockets;
using Auscult.Learning.Training.Distributed;

namespace Auscult.Learning.Tests.Training.Distributed;

/// <summary>Ranks as threads of this process: the same sockets and collectives, without the cost of starting processes.</summary>
internal static class RankThreads
{
    public static readonly PeerWatchConfig Quick = new()
    {
        Interval = TimeSpan.FromSeconds(0.05), Patience = TimeSpan.FromSeconds(3), Grace = TimeSpan.FromSeconds(60),
    };

    /// <summary>Runs the same work on every rank and gives what each returned; the first failure is thrown.</summary>
    public static T[] Run<T>(int size, Func<RankGroup, T> work, TimeSpan late = default, PeerWatchConfig? watch = null)
    {
        var (results, failures) = Try(size, work, late, watch);
        Array.Find(failures, failure => failure is not null)?.Rethrow();
        return results!;
    }

    /// <summary>Runs the same work on every rank, the last of which comes late, and gives what each returned or threw.</summary>
    public static (T?[] Results, Exception?[] Failures) Try<T>(int size, Func<RankGroup, T> work, TimeSpan late = default, PeerWatchConfig? watch = null)
    {
        var port = FreePort();
        var (results, failures) = (new T?[size], new Exception?[size]);
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                if (rank == size - 1)
                    Thread.Sleep(late);
                var place = new RankPlace(rank, size, rank, "127.0.0.1", port);
                using var group = RankGroup.Join(place, TimeSpan.FromSeconds(60), lost => failures[rank] = new PeerLostException(lost), watch ?? Quick);
                results[rank] = work(group);
                group.Finish();
            }
#pragma warning disable CA1031 // Whatever it is, the test sees it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                failures[rank] = error;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return (results, failures);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Rethrow(this Exception error) => System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error).Throw();
}
