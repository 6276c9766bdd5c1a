using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;

namespace Auscult.Telemetry.Loading.TrainingLogs;

/// <summary>Finds the entity and the signal of a figure of a training log.</summary>
/// <param name="builder">Takes entities and samples.</param>
/// <param name="resolver">Knows the programs' names.</param>
internal sealed class LogSignals(DatasetBuilder builder, SignalResolver resolver)
{
    /// <summary>Where a figure goes, and how it becomes a value in the signal's unit.</summary>
    /// <param name="value">The figure.</param>
    /// <param name="rank">The rank whose log it is.</param>
    public LogTarget Find(LogValue value, Entity rank)
    {
        if (ExpertNames.Parse(value.Name, value.Expert) is { } name)
        {
            var routing = resolver.Resolve(value.Name, text => Unknown(text, EntityKind.Expert));
            if (routing.Signal.EntityKind == EntityKind.Expert)
                return new LogTarget(builder.Series(ExpertOf(name, rank), routing.Signal, rank.Id), routing);
        }
        var resolved = resolver.Resolve(value.Name, text => Unknown(text, EntityKind.Rank));
        // A name that the catalogue knows of another kind of entity is kept as what it is here: a figure of the rank.
        if (resolved.Signal.EntityKind != EntityKind.Rank)
            resolved = new ResolvedSignal(Unknown(value.Name, EntityKind.Rank), 1);
        return new LogTarget(builder.Series(rank, resolved.Signal, resolved.Part), resolved);
    }

    private Entity ExpertOf(ExpertNames name, Entity rank)
    {
        var scope = rank.Parent is { } node ? $"{node}/" : "";
        var layer = builder.Entity(scope + name.LayerEntity, EntityKind.Expert, rank.Parent);
        var expert = builder.Entity(scope + name.Entity, EntityKind.Expert, layer.Id);
        builder.Group(layer.Id, "ep", expert.Id);
        return expert;
    }

    private static Signal Unknown(string name, EntityKind kind) => new(name, Layer.Model, SignalKind.Gauge, "", kind);
}

/// <summary>Where the values of one name go.</summary>
/// <param name="Series">The series.</param>
/// <param name="Resolved">Its signal and the conversion of the program's values.</param>
internal sealed record LogTarget(SampleSeries Series, ResolvedSignal Resolved)
{
    /// <summary>The signal.</summary>
    public Signal Signal => Resolved.Signal;

    /// <summary>Whether a value that is not finite says that training went wrong.</summary>
    public bool TellsHealth { get; } = Resolved.Signal.Name is "loss" or "grad_norm";
}
