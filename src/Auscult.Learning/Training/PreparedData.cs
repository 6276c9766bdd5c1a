using System.Security.Cryptography;
using System.Text.Json;
using Auscult.Foundation;
using Auscult.Learning.Checkpoints;
using Auscult.Learning.Encoding;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Training;

/// <summary>A dataset, fused, split and scaled: what both training and evaluation start from.</summary>
public sealed class PreparedData : IDisposable
{
    private PreparedData(Dataset dataset, Frame frame, FusionReport report, RowSplit split, PipelineConfig config)
    {
        (Dataset, Frame, FusionReport, Split) = (dataset, frame, report, split);
        var train = config.Train.ExcludeFaults ? WithoutFaults(split.Train) : split.Train;
        TrainRows = train.Count > 0 ? train : throw new InputException(
            "every training row lies in a labelled fault", dataset.Location, remedy: "use train.exclude_faults=false");
        Scaler = RobustScaler.Fit(frame, TrainRows, config.Window.Scaler);
        Units = LinearUnits.Fit(frame, TrainRows, Scaler);
        Fingerprint = FingerprintOf(dataset, config);
    }

    /// <summary>Where everything comes from.</summary>
    public Dataset Dataset { get; }

    /// <summary>The fused values.</summary>
    public Frame Frame { get; }

    /// <summary>What fusion saw, left out and mended.</summary>
    public FusionReport FusionReport { get; }

    /// <summary>Rows by part.</summary>
    public RowSplit Split { get; }

    /// <summary>The training rows the encoder learns from: all, or those outside labelled faults.</summary>
    public IReadOnlyList<RowRange> TrainRows { get; }

    /// <summary>Fitted on <see cref="TrainRows"/>.</summary>
    public RobustScaler Scaler { get; }

    /// <summary>Fitted on <see cref="TrainRows"/>.</summary>
    public LinearUnits Units { get; }

    /// <summary>A digest of the data and of every setting that decides what the windows hold.</summary>
    public string Fingerprint { get; }

    /// <summary>Layers and signals, in the order of the frame.</summary>
    public IReadOnlyList<LayerSignals> Signals =>
        [.. Frame.Schema.Layers.Select(layer => new LayerSignals(
            layer.Layer, [.. Frame.Schema.Signals.Skip(layer.FirstSignal).Take(layer.SignalCount).Select(signal => signal.Name)]))];

    /// <summary>Fuses, splits and scales.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="config">Settings.</param>
    /// <param name="cacheFolder">Where fused frames are kept; null keeps this one in memory.</param>
    /// <exception cref="InputException">The dataset is empty, or cannot be split that way.</exception>
    public static PreparedData From(Dataset dataset, PipelineConfig config, string? cacheFolder = null)
    {
        var frame = FrameBuilder.Build(dataset, config.Fusion, cacheFolder, out var report);
        try
        {
            var split = Telemetry.Windowing.Split.By(
                config.Window.Split, frame.Schema, dataset.Manifest.Splits, dataset.Incidents, dataset.Topology,
                new Seeds(config.Seed).Child("split")).Seen(frame);
            return new PreparedData(dataset, frame, report, split, config);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>Windows of some rows, scaled; rows in gaps between them are absent.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="window">Length, stride, workers.</param>
    /// <param name="values">Where the values are read; <see cref="Frame"/> when null.</param>
    public FrameWindowSource Windows(IReadOnlyList<RowRange> rows, WindowConfig window, Frame? values = null) =>
        new(values ?? Frame, rows, window, Scaler);

    /// <summary>The parts of some rows that lie in no labelled fault; benign events stay.</summary>
    public IReadOnlyList<RowRange> WithoutFaults(IReadOnlyList<RowRange> rows) =>
        RowRange.Except(rows, Dataset.Incidents.Where(incident => !incident.IsBenign)
            .Select(incident => IncidentRows.Of(Frame.Schema, Dataset.Topology, incident)).OfType<RowRange>());

    /// <summary>Labelled incidents within some rows, as examples.</summary>
    public IReadOnlyList<IncidentExample> Examples(IReadOnlyList<RowRange> rows, IncidentExampleConfig config) =>
        IncidentExamples.Within(Frame.Schema, Dataset.Topology, Dataset.Incidents, rows, config);

    /// <inheritdoc/>
    public void Dispose() => Frame.Dispose();

    /// <summary>The <see cref="Fingerprint"/> that preparing a dataset would give, without the work.</summary>
    public static string FingerprintOf(Dataset dataset, PipelineConfig config)
    {
        var settings = JsonSerializer.Serialize(
            new FingerprintedSettings(dataset.Fingerprint, config.Fusion, config.Window with { NumWorkers = 0 }, config.Train.ExcludeFaults),
            FingerprintJson.Default.FingerprintedSettings);
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(settings)))[..16];
    }
}
