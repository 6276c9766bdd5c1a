using Auscult.Simulation.Room;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// How long a step takes under the present capacities. A unit is the replicas that share experts (one replica without experts): its ranks
/// wait for each other in every layer. Of a unit's stage the slowest tensor-parallel group sets the time of a micro-batch,
/// <c>t = compute / slowest speed + all-reduce over the slowest NVLink + all-to-all of the slowest member + sends</c>; a pipeline of S
/// stages and m micro-batches takes
/// <c>sum of t + (m - 1) x largest t</c>. The gradient ring of a stage and tensor position goes at the pace of its slowest interface.
/// </summary>
internal sealed class StepPace
{
    private readonly TrainingWork _work;
    private readonly ParallelLayout _parallel;
    private readonly GroupPlaces _places;
    private readonly double _overlap;
    private readonly double[] _healthyRing;
    private readonly double _exchangeScale = 1;

    /// <param name="work">What a step has to do.</param>
    /// <param name="parallel">The groups.</param>
    /// <param name="places">What stays in a host.</param>
    /// <param name="healthy">Capacities of healthy machines.</param>
    /// <param name="overlap">Share of the gradient exchange that backward hides.</param>
    /// <param name="exchangeSeconds">Time of the rest on healthy machines, or null to compute it.</param>
    public StepPace(
        TrainingWork work, ParallelLayout parallel, GroupPlaces places, RankCapacity healthy, double overlap, double? exchangeSeconds)
    {
        (_work, _parallel, _places, _overlap) = (work, parallel, places, overlap);
        var groups = parallel.Pipeline * parallel.Data;
        Units = parallel.Data / parallel.Expert;
        (GroupSeconds, SlowestRank) = (new double[groups], new int[groups]);
        (StageSeconds, SlowestGroup) = (new double[parallel.Pipeline * Units], new int[parallel.Pipeline * Units]);
        (StageExchange, StageExchangeRank) = (new double[parallel.Pipeline * Units], new int[parallel.Pipeline * Units]);
        (UnitSeconds, Bottleneck) = (new double[Units], new int[Units]);
        (RankExchange, RingSeconds) = (new double[parallel.Ranks], new double[parallel.Tensor * parallel.Pipeline]);
        RingRank = new int[RingSeconds.Length];
        (Work, ExpertLoad) = ([.. Enumerable.Repeat(1.0, parallel.Data)], [.. Enumerable.Repeat(1.0, parallel.Expert)]);
        _healthyRing = new double[RingSeconds.Length];
        Refresh(healthy);
        Array.Copy(RingSeconds, _healthyRing, RingSeconds.Length);
        RefreshRings(healthy);
        if (exchangeSeconds is { } given && ExchangeSeconds > 0)
        {
            _exchangeScale = given / ExchangeSeconds;
            RefreshRings(healthy);
        }
        (HealthyUnitSeconds, HealthyExchangeSeconds) = (UnitSeconds[0], ExchangeSeconds);
    }

    /// <summary>Sets of replicas that share experts.</summary>
    public int Units { get; }

    /// <summary>By replica: factor on its work in this step.</summary>
    public double[] Work { get; }

    /// <summary>By position in the expert-parallel group: tokens its experts draw, as a multiple of the mean.</summary>
    public double[] ExpertLoad { get; }

    /// <summary>By tensor-parallel group (stage x replicas + replica): seconds of one micro-batch, compute and all-reduce.</summary>
    public double[] GroupSeconds { get; }

    /// <summary>By tensor-parallel group: its slowest rank.</summary>
    public int[] SlowestRank { get; }

    /// <summary>By stage and unit (stage x units + unit): seconds of one micro-batch.</summary>
    public double[] StageSeconds { get; }

    /// <summary>By stage and unit: its slowest tensor-parallel group.</summary>
    public int[] SlowestGroup { get; }

    /// <summary>By stage and unit: seconds of one micro-batch in all-to-all and sends.</summary>
    public double[] StageExchange { get; }

    /// <summary>By stage and unit: the rank that is slowest in all-to-all and sends.</summary>
    public int[] StageExchangeRank { get; }

    /// <summary>By unit: seconds of a step's micro-batches.</summary>
    public double[] UnitSeconds { get; }

    /// <summary>By unit: its slowest stage.</summary>
    public int[] Bottleneck { get; }

    /// <summary>By rank: seconds of one micro-batch in its own all-to-all and sends.</summary>
    public double[] RankExchange { get; }

    /// <summary>By ring (stage x tensor + tensor position): seconds of the whole gradient exchange.</summary>
    public double[] RingSeconds { get; }

    /// <summary>By ring: the rank that is slowest.</summary>
    public int[] RingRank { get; }

    /// <summary>Seconds of the gradient exchange that backward does not hide, slowest ring.</summary>
    public double ExchangeSeconds { get; private set; }

    /// <summary>The ring that takes <see cref="ExchangeSeconds"/>.</summary>
    public int SlowestRing { get; private set; }

    /// <summary><see cref="UnitSeconds"/> of healthy machines and equal work.</summary>
    public double HealthyUnitSeconds { get; }

    /// <summary><see cref="ExchangeSeconds"/> of healthy machines.</summary>
    public double HealthyExchangeSeconds { get; }

    /// <summary>Share of a group's computing time that goes with the tokens its experts draw.</summary>
    public double LoadFactor(int expert) => 1 + (_work.ExpertOperationShare * (ExpertLoad[expert] - 1));

    /// <summary>Seconds of a ring that backward does not hide: it hides at most what it hides on healthy machines.</summary>
    public double Exposed(int ring) =>
        _exchangeScale * Math.Max(0, RingSeconds[ring] - (_overlap * _healthyRing[ring]));

    /// <summary>Computes everything anew.</summary>
    public void Refresh(RankCapacity capacity)
    {
        RefreshGroups(capacity);
        RefreshUnits(capacity);
        RefreshRings(capacity);
    }

    private void RefreshGroups(RankCapacity capacity)
    {
        var tensor = _parallel.Tensor;
        for (var group = 0; group < GroupSeconds.Length; group++)
        {
            var (slowest, speed, nvlink) = (group * tensor, double.MaxValue, double.MaxValue);
            for (var rank = group * tensor; rank < (group + 1) * tensor; rank++)
            {
                var effective = capacity.Speed[rank] * (1 - capacity.LaunchLoss[rank]);
                if (effective < speed)
                    (slowest, speed) = (rank, effective);
                nvlink = Math.Min(nvlink, capacity.Nvlink[rank]);
            }
            var (stage, replica) = (group / _parallel.Data, group % _parallel.Data);
            var compute = _work.ComputeSeconds(stage) * Work[replica] * LoadFactor(replica % _parallel.Expert);
            (GroupSeconds[group], SlowestRank[group]) = ((compute / speed) + Seconds(_work.TensorBytes, nvlink), slowest);
        }
    }

    private void RefreshUnits(RankCapacity capacity)
    {
        var (members, tensor) = (_parallel.Expert, _parallel.Tensor);
        for (var unit = 0; unit < Units; unit++)
        {
            var (sum, largest) = (0.0, -1.0);
            for (var stage = 0; stage < _parallel.Pipeline; stage++)
            {
                var first = (stage * _parallel.Data) + (unit * members);
                var slowest = first;
                for (var group = first + 1; group < first + members; group++)
                {
                    if (GroupSeconds[group] > GroupSeconds[slowest])
                        slowest = group;
                }
                var (exchange, exchangeRank) = (0.0, first * tensor);
                for (var rank = first * tensor; rank < (first + members) * tensor; rank++)
                {
                    RankExchange[rank] = SecondsOfExchange(rank, capacity);
                    if (RankExchange[rank] > exchange)
                        (exchange, exchangeRank) = (RankExchange[rank], rank);
                }
                var index = (stage * Units) + unit;
                (SlowestGroup[index], StageExchange[index], StageExchangeRank[index]) = (slowest, exchange, exchangeRank);
                StageSeconds[index] = GroupSeconds[slowest] + exchange;
                sum += StageSeconds[index];
                if (StageSeconds[index] > largest)
                    (largest, Bottleneck[unit]) = (StageSeconds[index], stage);
            }
            UnitSeconds[unit] = _work.MicroBatches > 1 ? sum + ((_work.MicroBatches - 1) * largest) : sum;
        }
    }

    private double SecondsOfExchange(int rank, RankCapacity capacity)
    {
        var (remote, local) = (0.0, 0.0);
        if (_work.AllToAllBytes > 0)
        {
            // Incast: a rank with busy experts receives more than it sends, and the larger of the two takes the time.
            var bytes = _work.AllToAllBytes * Math.Max(1, ExpertLoad[_parallel.ExpertOf(rank)]);
            (remote, local) = (bytes * _places.RemoteAllToAll[rank], bytes * (1 - _places.RemoteAllToAll[rank]));
        }
        remote += _work.SendBytes * _places.RemoteSends[rank];
        local += _work.SendBytes * _places.LocalSends[rank];
        return Seconds(remote, capacity.Network[rank]) + Seconds(local, capacity.Nvlink[rank]);
    }

    private void RefreshRings(RankCapacity capacity)
    {
        Array.Clear(RingSeconds);
        for (var rank = 0; rank < _parallel.Ranks; rank++)
        {
            var ring = (_parallel.StageOf(rank) * _parallel.Tensor) + _parallel.TensorOf(rank);
            var seconds = Math.Max(
                Seconds(_work.GradientExchangeBytes * _places.RemoteExchange[rank], capacity.Network[rank]),
                Seconds(_work.GradientExchangeBytes * _places.LocalExchange[rank], capacity.Nvlink[rank]));
            if (seconds > RingSeconds[ring])
                (RingSeconds[ring], RingRank[ring]) = (seconds, rank);
        }
        (ExchangeSeconds, SlowestRing) = (-1, 0);
        for (var ring = 0; ring < RingSeconds.Length; ring++)
        {
            if (Exposed(ring) > ExchangeSeconds)
                (ExchangeSeconds, SlowestRing) = (Exposed(ring), ring);
        }
    }

    private static double Seconds(double bytes, double bandwidth) => bytes > 0 ? bytes / bandwidth : 0;
}
