using System.ComponentModel.DataAnnotations;

namespace Auscult.Telemetry.Fusion;

/// <summary>Which entities are compared with each other (<c>fusion.peers</c>).</summary>
public sealed record PeerConfig
{
    /// <summary>
    /// <c>all</c>: all entities of the frame are one group; <c>none</c>: no peer statistics; else a kind of group of the dataset's topology
    /// (<c>dp</c>, <c>rail</c>, ...), whose members stand for the frame entities that are or contain them. Default all.
    /// </summary>
    public string Group { get; init; } = "all";

    /// <summary>
    /// Fewer members that were seen at a step give no statistic there; a group that has fewer members has none at all. Default 3: of two it
    /// cannot be said which one deviates.
    /// </summary>
    [Range(2, int.MaxValue)]
    public int MinMembers { get; init; } = 3;
}
