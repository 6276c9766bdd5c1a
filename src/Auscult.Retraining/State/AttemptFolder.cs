using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Auscult.Foundation;
using Auscult.Retraining.Checks;
using Auscult.Retraining.Data;
using Auscult.Retraining.Decision;

namespace Auscult.Retraining.State;

/// <summary>What an attempt sets out to do; <c>plan.json</c>.</summary>
public sealed record AttemptPlan
{
    /// <summary>Its number, counted up from 1.</summary>
    public required int Number { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>Times it was begun or gone on with.</summary>
    public required int Tries { get; init; }

    /// <summary>The champion that it wants to replace; null when there is none.</summary>
    public required int? Champion { get; init; }

    /// <summary>Digest of the settings that a model depends on.</summary>
    public required string Settings { get; init; }

    /// <summary>New data.</summary>
    public required IReadOnlyList<Delivery> New { get; init; }

    /// <summary>Data that were taken before and still count.</summary>
    public required IReadOnlyList<Delivery> Known { get; init; }

    /// <summary>Whether it is about the same as another plan, so that its results may be used for it.</summary>
    public bool IsSameAs(AttemptPlan other) => Champion == other.Champion && Settings == other.Settings
        && New.Select(one => one.Key).SequenceEqual(other.New.Select(one => one.Key), StringComparer.Ordinal)
        && Known.Select(one => one.Key).SequenceEqual(other.Known.Select(one => one.Key), StringComparer.Ordinal);
}

/// <summary>The data of an attempt after its check.</summary>
/// <param name="Plan">What was planned.</param>
/// <param name="Taken">New data that were taken.</param>
public sealed record AttemptData(AttemptPlan Plan, IReadOnlyList<Delivery> Taken)
{
    /// <summary>Everything that counts, oldest first.</summary>
    [JsonIgnore]
    public IReadOnlyList<Delivery> All => [.. Plan.Known, .. Taken];

    /// <summary>Digest of all recordings and what they are for.</summary>
    [JsonIgnore]
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', All.SelectMany(delivery =>
        delivery.Recordings.Select(recording => $"{delivery.Dataset}/{recording.Name} {recording.Digest} {recording.Role}"))))));
}

/// <summary>
/// The folder of the attempt under way. Each stage leaves one file, whole or not at all; what is there is not done again.
/// </summary>
/// <param name="path">The folder.</param>
public sealed class AttemptFolder(string path)
{
    private const string DecidedFile = "decided.json";

    /// <summary>Where the challenger's files are made.</summary>
    public string Challenger => Path.Combine(path, "challenger");

    private string Plan => Path.Combine(path, "plan.json");

    /// <summary>The plan; null when no attempt is under way.</summary>
    public AttemptPlan? ReadPlan() => File.Exists(Plan) ? RetrainJson.Read(Plan, RetrainJson.Default.AttemptPlan) : null;

    /// <summary>Writes the plan: from now on an attempt is under way.</summary>
    public void Write(AttemptPlan plan) => RetrainJson.Write(Plan, plan, RetrainJson.Default.AttemptPlan);

    /// <summary>The result of the check, which is made when it is not there.</summary>
    public CheckedDelivery[] Checked(Func<CheckedDelivery[]> make) => Once("checked.json", RetrainJson.Default.CheckedDeliveryArray, make);

    /// <summary>Makes the challenger when it is not there; what an interrupted one left is removed first.</summary>
    public void Trained(Action make)
    {
        var mark = Path.Combine(path, "trained");
        if (File.Exists(mark))
            return;
        if (Directory.Exists(Challenger))
            Directory.Delete(Challenger, recursive: true);
        make();
        AtomicFile.WriteAllText(mark, "");
    }

    /// <summary>The comparison, which is made when it is not there.</summary>
    public Comparison Compared(Func<Comparison> make) => Once("compared.json", RetrainJson.Default.Comparison, make);

    /// <summary>Whether the attempt was decided: from then on it is finished whatever else has changed.</summary>
    public bool IsDecided => File.Exists(Path.Combine(path, DecidedFile));

    /// <summary>The ruling, which is made when it is not there.</summary>
    public Ruling Decided(Func<Ruling> make) => Once(DecidedFile, RetrainJson.Default.Ruling, make);

    /// <summary>Ends the attempt: its files are removed.</summary>
    public void Remove()
    {
        // The plan goes first: without it nothing is under way.
        File.Delete(Plan);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    private T Once<T>(string file, JsonTypeInfo<T> type, Func<T> make)
    {
        var full = Path.Combine(path, file);
        if (File.Exists(full))
            return RetrainJson.Read(full, type);
        var made = make();
        RetrainJson.Write(full, made, type);
        return made;
    }
}
