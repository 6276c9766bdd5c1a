using System.Text.Json.Serialization;
using Auscult.Retraining.State;

namespace Auscult.Retraining.Data;

/// <summary>What a recording is for; it never changes.</summary>
[JsonConverter(typeof(SnakeCaseEnum<DataRole>))]
public enum DataRole
{
    /// <summary>Learned from.</summary>
    Train,

    /// <summary>Judged on, never learned from.</summary>
    HeldOut,
}

/// <summary>A recording of a dataset.</summary>
/// <param name="Name">Its name in the dataset.</param>
/// <param name="Digest">Changes when its content does, as far as that can be told without reading it.</param>
/// <param name="Part">The part of the dataset's own split that it belongs to, or null.</param>
public sealed record IncomingRecording(string Name, string Digest, string? Part);

/// <summary>A dataset as it lies there now.</summary>
/// <param name="Name">Its name, unique among what comes in.</param>
/// <param name="Location">Where it is.</param>
/// <param name="Recordings">What it holds, in order of time; empty when it cannot be read.</param>
/// <param name="Problem">Why it cannot be read, in one line; null when it can.</param>
public sealed record IncomingDataset(string Name, string Location, IReadOnlyList<IncomingRecording> Recordings, string? Problem = null);

/// <summary>A recording with what it is for.</summary>
/// <param name="Name">Its name in the dataset.</param>
/// <param name="Digest">Of its content.</param>
/// <param name="Role">What it is for.</param>
public sealed record DeliveredRecording(string Name, string Digest, DataRole Role);

/// <summary>The new recordings of one dataset: they are taken or refused together.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Location">Where it is.</param>
/// <param name="Recordings">The new ones.</param>
/// <param name="Problem">Why it cannot be read, in one line; null when it can.</param>
public sealed record Delivery(string Dataset, string Location, IReadOnlyList<DeliveredRecording> Recordings, string? Problem = null)
{
    /// <summary>Tells one delivery from another: names and digests.</summary>
    [JsonIgnore]
    public string Key => string.Join(' ', Recordings.Select(recording => $"{Dataset}/{recording.Name}@{recording.Digest}").Prepend(Dataset));

    /// <summary>Recordings of a role.</summary>
    public IEnumerable<DeliveredRecording> Of(DataRole role) => Recordings.Where(recording => recording.Role == role);
}
