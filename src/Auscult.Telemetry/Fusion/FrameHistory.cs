using System.Security.Cryptography;
using System.Text.Json;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Fusion;

/// <summary>What a frame says of the samples behind its final rows, so that a frame of more samples can take these rows over.</summary>
/// <param name="Lineage">Digest of everything but samples and recordings that the values depend on.</param>
/// <param name="FinalRow">Rows before it are final.</param>
/// <param name="SampleRows">Number of samples before <paramref name="Micros"/>.</param>
/// <param name="Micros">Samples before this moment are those that count.</param>
/// <param name="Samples">Their digest.</param>
/// <param name="Intervals">Digest of the sampling intervals.</param>
/// <param name="Counts">What was met in the final rows, by column.</param>
internal sealed record FrameHistory(
    string Lineage, int FinalRow, long SampleRows, long Micros, string Samples, string Intervals, IReadOnlyList<ResampleCounts> Counts)
{
    /// <summary>Two frames of one lineage differ in samples and recordings only.</summary>
    public static string LineageOf(Dataset dataset, FusionConfig config)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([FramePreamble.CurrentVersion, FrameCache.FusionVersion]);
        hash.AppendData(FrameCache.Canonical(config));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(new { dataset.Manifest.Name, dataset.Manifest.Step, dataset.Manifest.Signals, dataset.Topology }));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether the final rows of an earlier frame are those of a dataset; how many samples have come late, if that is why not.</summary>
    /// <param name="earlier">A frame of the same lineage.</param>
    /// <param name="schema">Axes of the frame to be made.</param>
    /// <param name="clock">Its clocks.</param>
    /// <param name="scan">Its samples.</param>
    public static (bool IsKept, long LateSamples) Compare(MappedFrame earlier, FrameSchema schema, ClockEstimate clock, SampleScan scan)
    {
        if (earlier.History is not { FinalRow: > 0 } history || !IsBeginning(earlier.Schema, schema))
            return (false, 0);
        var recordings = earlier.Schema.Segments.Select(segment => segment.Recording).ToHashSet(StringComparer.Ordinal);
        if (!earlier.Report.ClockOffsets.Where(offset => offset.Corrected).Select(offset => (offset.Recording, offset.Host, offset.OffsetSeconds))
            .SequenceEqual(clock.Offsets.Where(offset => offset.Corrected && recordings.Contains(offset.Recording))
                .Select(offset => (offset.Recording, offset.Host, offset.OffsetSeconds))))
            return (false, 0);
        var (rows, samples) = scan.Before(history.Micros);
        return samples == history.Samples
            ? (scan.Intervals(earlier.Schema.Segments.Count - 1) == history.Intervals, 0)
            : (false, Math.Max(0, rows - history.SampleRows));
    }

    private static bool IsBeginning(FrameSchema earlier, FrameSchema later)
    {
        var last = earlier.Segments.Count - 1;
        return earlier.Step == later.Step && earlier.Entities.SequenceEqual(later.Entities) && earlier.Signals.SequenceEqual(later.Signals)
            && earlier.PeerGroups.Count == later.PeerGroups.Count
            && earlier.PeerGroups.Zip(later.PeerGroups).All(pair => pair.First.Id == pair.Second.Id && pair.First.Entities.SequenceEqual(pair.Second.Entities))
            && later.Segments.Count > last && earlier.Segments.Take(last).SequenceEqual(later.Segments.Take(last))
            && earlier.Segments[last] with { RowCount = 0 } == later.Segments[last] with { RowCount = 0 }
            && earlier.Segments[last].RowCount <= later.Segments[last].RowCount;
    }
}
