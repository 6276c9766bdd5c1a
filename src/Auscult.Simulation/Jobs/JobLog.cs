using System.Globalization;
using Auscult.Simulation.Room;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Jobs;

/// <summary>Operational events and harmless intervals of a job, until they are taken.</summary>
/// <param name="layout">The machine room.</param>
internal sealed class JobLog(ClusterLayout layout)
{
    private readonly List<(double Second, string Entity, string Kind, string Detail)> _events = [];
    private readonly List<BenignInterval> _benign = [];

    /// <summary>Writes an event of the whole job.</summary>
    public void Event(double second, string kind, FormattableString detail) =>
        _events.Add((second, layout.ClusterId, kind, detail.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Writes an event of one process.</summary>
    public void RankEvent(double second, int rank, string kind, FormattableString detail) =>
        _events.Add((second, layout.RankId(rank), kind, detail.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Writes a harmless interval of the whole job.</summary>
    public void Benign(string kind, Layer layer, double from, double until, params string[] signals) =>
        _benign.Add(new BenignInterval(kind, layer, layout.ClusterId, from, until, signals));

    /// <summary>Writes a harmless interval of one process.</summary>
    public void RankBenign(string kind, int rank, double from, double until, params string[] signals) =>
        _benign.Add(new BenignInterval(kind, Layer.Model, layout.RankId(rank), from, until, signals));

    /// <summary>Takes the events.</summary>
    /// <param name="start">First moment of the simulation.</param>
    public IReadOnlyList<OperationalEvent> TakeEvents(DateTimeOffset start)
    {
        var events = _events.ConvertAll(e => new OperationalEvent(
            start.AddTicks((long)Math.Round(e.Second * TimeSpan.TicksPerSecond)), e.Entity, e.Kind, e.Detail));
        _events.Clear();
        return events;
    }

    /// <summary>Takes the harmless intervals.</summary>
    public IReadOnlyList<BenignInterval> TakeBenign()
    {
        var benign = _benign.ToArray();
        _benign.Clear();
        return benign;
    }
}
