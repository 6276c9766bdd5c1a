using System.Runtime.InteropServices;
using Auscult.Torch.Distributed;

namespace Auscult.Learning.Training.Distributed;

/// <summary>
/// Notices within seconds that a rank is gone. Every rank counts up a number in the store; rank 0 looks whether all of them move and
/// writes down which one does not, the others look for that. A rank that ends early says so itself. The thread has a connection of its own.
/// </summary>
internal sealed class PeerWatch : IDisposable
{
    private const string Lost = "lost";
    private const string LostText = "lost/text";
    private readonly RankPlace _place;
    private readonly RendezvousStore _store;
    private readonly PeerWatchConfig _config;
    private readonly Action<string> _onLost;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _end = new();
    private readonly ManualResetEventSlim _decided = new();
    private string? _verdict;

    /// <param name="place">This rank.</param>
    /// <param name="store">A connection that only this object uses; disposed with it.</param>
    /// <param name="config">How often, how long.</param>
    /// <param name="onLost">Called once with what is to be said, when the rank has not ended by itself a while after the verdict.</param>
    public PeerWatch(RankPlace place, RendezvousStore store, PeerWatchConfig config, Action<string> onLost)
    {
        (_place, _store, _config, _onLost) = (place, store, config, onLost);
        _store.Set(HostKey(place.Rank), $"{Environment.MachineName} (process {Environment.ProcessId})");
        _thread = new Thread(Watch) { IsBackground = true, Name = "peer watch" };
        _thread.Start();
    }

    /// <summary>What is known about a lost rank; waits as long as noticing one takes. Null when all are there.</summary>
    public string? Verdict() => _decided.Wait(_config.Patience + _config.Interval * 4) ? _verdict : null;

    /// <summary>Says that this rank needs the others no more, or that it ends early and why.</summary>
    /// <param name="failure">Null when its work is done.</param>
    public void Leave(string? failure)
    {
        if (_end.IsSet)
            return;
        _end.Set();
        _thread.Join();
        try
        {
            if (failure is null)
                _store.Add(DoneKey(_place.Rank), 1);
            else if (_verdict is null)
                Tell($"rank {_place.Rank} on {Environment.MachineName} {failure}");
        }
        catch (ExternalException)
        {
            // The store ended with rank 0: nobody is left to be told.
            _verdict ??= NoStore();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Leave("ended before its work was done");
        _store.Dispose();
        _end.Dispose();
        _decided.Dispose();
    }

    private static string HostKey(int rank) => $"host/{rank}";

    private static string BeatKey(int rank) => $"beat/{rank}";

    private static string DoneKey(int rank) => $"done/{rank}";

    private static string NoStore() => "rank 0 does not answer: it ended, or its machine did";

    private void Watch()
    {
        var beats = new Beats(_place.Size, _config.Patience);
        try
        {
            while (!_end.Wait(_config.Interval))
            {
                _store.Add(BeatKey(_place.Rank), 1);
                if (_place.Rank == 0 && beats.Still(rank => _store.Add(BeatKey(rank), 0), rank => _store.Add(DoneKey(rank), 0) > 0) is { } rank)
                    Tell($"rank {rank} on {HostOf(rank)} shows no sign of life since {_config.Patience.TotalSeconds:F0} s");
                if (_store.Add(Lost, 0) > 0)
                {
                    Decide(_store.Get(LostText));
                    return;
                }
            }
        }
        catch (ExternalException)
        {
            Decide(_end.IsSet ? null : NoStore());
        }
    }

    private string HostOf(int rank)
    {
        try
        {
            return _store.Get(HostKey(rank));
        }
        catch (ExternalException)
        {
            return "an unknown machine";
        }
    }

    private void Tell(string verdict)
    {
        _store.Set(LostText, verdict);
        _store.Add(Lost, 1);
    }

    private void Decide(string? verdict)
    {
        if (verdict is null)
            return;
        _verdict = verdict;
        _decided.Set();
        // A collective that cannot fail by itself (NCCL) would wait for ever.
        if (!_end.Wait(_config.Grace))
            _onLost(verdict);
    }

    /// <summary>Which counter stood still for too long.</summary>
    private sealed class Beats(int size, TimeSpan patience)
    {
        private readonly (long Count, long Since)[] _seen = Enumerable.Repeat((-1L, Environment.TickCount64), size).ToArray();

        public int? Still(Func<int, long> count, Func<int, bool> isDone)
        {
            for (var rank = 1; rank < size; rank++)
            {
                var now = Environment.TickCount64;
                var beat = count(rank);
                // A rank that has not come yet is waited for where ranks meet; machines do not start at once.
                if (beat != _seen[rank].Count || beat == 0)
                    _seen[rank] = (beat, now);
                else if (now - _seen[rank].Since > patience.TotalMilliseconds && !isDone(rank))
                    return rank;
            }
            return null;
        }
    }
}

/// <summary>How ranks watch each other.</summary>
public sealed record PeerWatchConfig
{
    /// <summary>Between two signs of life. Default 0.5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Without a sign of life for this long a rank is lost. Default 6 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>From the verdict to the end of a process that hangs in a collective. Default 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);
}
