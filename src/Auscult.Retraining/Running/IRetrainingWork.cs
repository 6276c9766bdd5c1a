using Auscult.Retraining.Checks;
using Auscult.Retraining.Data;
using Auscult.Retraining.Decision;
using Auscult.Retraining.State;

namespace Auscult.Retraining.Running;

/// <summary>What a retraining does to data and models; the policy around it knows neither.</summary>
public interface IRetrainingWork
{
    /// <summary>Digest of the settings that a model depends on: an unfinished attempt under other settings is not gone on with.</summary>
    string Settings { get; }

    /// <summary>The data that lie there now, in order of their coming.</summary>
    IReadOnlyList<IncomingDataset> Incoming();

    /// <summary>Checks new data.</summary>
    /// <param name="delivery">What came.</param>
    /// <param name="champion">Folder of the champion; null when there is none.</param>
    CheckedDelivery Check(Delivery delivery, string? champion);

    /// <summary>Makes a challenger.</summary>
    /// <param name="data">What it learns from: recordings of the role <see cref="DataRole.Train"/>.</param>
    /// <param name="champion">Folder of the champion; null when there is none.</param>
    /// <param name="folder">Where the challenger's files go; need not exist.</param>
    void Train(AttemptData data, string? champion, string folder);

    /// <summary>Judges champion and challenger on the same held-out recordings.</summary>
    /// <param name="data">Recordings of the role <see cref="DataRole.HeldOut"/> count.</param>
    /// <param name="champion">Folder of the champion; null when there is none.</param>
    /// <param name="challenger">Folder of the challenger; what the check needs of it later is left in it.</param>
    Comparison Compare(AttemptData data, string? champion, string challenger);
}
