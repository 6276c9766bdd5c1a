using Auscult.Retraining.State;

namespace Auscult.Retraining.Data;

/// <summary>What was taken and refused so far, by the lineage, and what of the incoming is new.</summary>
public sealed class DeliveryBook
{
    private const string TestPart = "test";
    private readonly List<Delivery> _taken = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Digest, string Reason)> _refused = new(StringComparer.Ordinal);

    /// <summary>Reads the book out of the lineage.</summary>
    /// <param name="lineage">All entries, oldest first.</param>
    public DeliveryBook(IEnumerable<LineageEntry> lineage)
    {
        foreach (var entry in lineage)
        {
            foreach (var delivery in entry.Taken)
                Take(delivery);
            foreach (var (delivery, reason) in entry.Refused)
            {
                foreach (var (recording, digest) in Contents(delivery))
                    _refused[Key(delivery.Dataset, recording)] = (digest, reason);
            }
        }
    }

    /// <summary>Everything that was taken, oldest first.</summary>
    public IReadOnlyList<Delivery> Taken => _taken;

    /// <summary>
    /// What is new: recordings that were neither taken nor, with the content that they have now, refused. A recording that was taken stays what it was,
    /// whatever becomes of its file.
    /// </summary>
    /// <param name="incoming">What lies there.</param>
    /// <param name="heldOutEvery">One in so many is held out.</param>
    /// <param name="again">Names of datasets whose refused recordings count as new.</param>
    public IReadOnlyList<Delivery> New(IReadOnlyList<IncomingDataset> incoming, int heldOutEvery, IReadOnlySet<string> again)
    {
        var count = _taken.Sum(delivery => delivery.Recordings.Count);
        var found = new List<Delivery>();
        foreach (var dataset in incoming)
        {
            if (dataset.Problem is { } problem)
            {
                if (again.Contains(dataset.Name) || !IsRefused(dataset.Name, new IncomingRecording("", problem, Part: null)))
                    found.Add(new Delivery(dataset.Name, dataset.Location, [], problem));
                continue;
            }
            var hasParts = dataset.Recordings.Any(recording => recording.Part == TestPart);
            var fresh = dataset.Recordings.Where(recording => !_known.Contains(Key(dataset.Name, recording.Name))
                && (again.Contains(dataset.Name) || !IsRefused(dataset.Name, recording))).ToArray();
            if (fresh.Length == 0)
                continue;
            found.Add(new Delivery(dataset.Name, dataset.Location, [.. fresh.Select(recording => new DeliveredRecording(
                recording.Name, recording.Digest,
                (hasParts ? recording.Part == TestPart : ++count % heldOutEvery == 0) ? DataRole.HeldOut : DataRole.Train))]));
        }
        return found;
    }

    /// <summary>Incoming recordings that are refused as they are, with the reason; one line per dataset.</summary>
    public IReadOnlyList<(string Dataset, string Reason)> StillRefused(IReadOnlyList<IncomingDataset> incoming) =>
    [
        .. incoming.Select(dataset => (dataset.Name, Reason: Contents(dataset).Where(one => !_known.Contains(Key(dataset.Name, one.Recording)))
                .Select(one => _refused.TryGetValue(Key(dataset.Name, one.Recording), out var refused) && refused.Digest == one.Digest ? refused.Reason : null)
                .FirstOrDefault(reason => reason is not null)))
            .Where(one => one.Reason is not null).Select(one => (one.Name, one.Reason!)),
    ];

    // What cannot be read counts as one recording without a name.
    private static IEnumerable<(string Recording, string Digest)> Contents(Delivery delivery) =>
        delivery.Recordings.Select(recording => (recording.Name, recording.Digest)).DefaultIfEmpty(("", delivery.Problem ?? ""));

    private static IEnumerable<(string Recording, string Digest)> Contents(IncomingDataset dataset) =>
        dataset.Recordings.Select(recording => (recording.Name, recording.Digest)).DefaultIfEmpty(("", dataset.Problem ?? ""));

    private bool IsRefused(string dataset, IncomingRecording recording) =>
        _refused.TryGetValue(Key(dataset, recording.Name), out var refused) && refused.Digest == recording.Digest;

    private void Take(Delivery delivery)
    {
        _taken.Add(delivery);
        foreach (var recording in delivery.Recordings)
            _known.Add(Key(delivery.Dataset, recording.Name));
    }

    private static string Key(string dataset, string recording) => $"{dataset}/{recording}";
}
