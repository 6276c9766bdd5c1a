using Auscult.Foundation;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Fusion;

/// <summary>Entities of a frame that are compared with each other.</summary>
/// <param name="Id">Id of the topology's group, or <c>all</c>.</param>
/// <param name="Entities">Indices of its members in the frame, ascending.</param>
public sealed record PeerGroup(string Id, IReadOnlyList<int> Entities);

/// <summary>What is known of a group at one step.</summary>
public enum PeerStatistic
{
    /// <summary>Median of the members that were seen.</summary>
    Median,

    /// <summary>Median absolute deviation of the members from that median, not scaled.</summary>
    MedianAbsoluteDeviation,
}

/// <summary>Finds the peer groups of a frame.</summary>
internal static class PeerGroups
{
    /// <exception cref="InputException">The topology has no group of the wanted kind.</exception>
    public static IReadOnlyList<PeerGroup> Of(Topology topology, EntityPlacement placement, PeerConfig config, string location)
    {
        IEnumerable<PeerGroup> groups;
        if (config.Group == "none")
        {
            groups = [];
        }
        else if (config.Group == "all")
        {
            groups = [new PeerGroup("all", [.. Enumerable.Range(0, placement.FrameEntities.Count)])];
        }
        else
        {
            var kinds = topology.Groups.Select(group => group.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            if (!kinds.Contains(config.Group, StringComparer.Ordinal))
            {
                throw new InputException(
                    $"there is no group of kind '{config.Group}'", location,
                    remedy: $"choose fusion.peers.group among {string.Join(", ", kinds.Concat(["all", "none"]))}");
            }
            groups = topology.Groups.Where(group => group.Kind == config.Group).Select(group => new PeerGroup(
                group.Id, [.. group.Members.SelectMany(placement.FrameEntitiesOf).Distinct().Order()]));
        }
        return [.. groups.Where(group => group.Entities.Count >= config.MinMembers)];
    }
}
