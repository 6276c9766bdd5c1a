using Auscult.Learning.Encoding;
using Auscult.Learning.Heads;
using Auscult.Learning.Training;

namespace Auscult.Cli.Verbs;

/// <summary>The figures of <c>auscult train</c>, as printed and as written by <c>--json</c>.</summary>
internal sealed record TrainingSummary
{
    /// <summary>Name of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>Folder of the run.</summary>
    public required string RunFolder { get; init; }

    /// <summary>Folder of the last checkpoint.</summary>
    public required string? Checkpoint { get; init; }

    /// <summary>Whether a signal ended it early.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>Optimiser steps, earlier sessions included.</summary>
    public required long Steps { get; init; }

    /// <summary>Smallest validation loss.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Seconds of this session.</summary>
    public required double Seconds { get; init; }

    /// <summary>Windows per second, evaluation and checkpoints included.</summary>
    public required double WindowsPerSecond { get; init; }

    /// <summary>Tokens per second, evaluation and checkpoints included.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Share of the steps' time spent waiting for batches.</summary>
    public required double LoaderWaitRatio { get; init; }

    /// <summary>Rows the encoder learned from.</summary>
    public required long TrainRows { get; init; }

    /// <summary>Signals.</summary>
    public required int Signals { get; init; }

    /// <summary>Layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Weights of the encoder.</summary>
    public long? Parameters { get; init; }

    /// <summary>Score above which a row is an alarm; from rows outside the test part.</summary>
    public double? AnomalyThreshold { get; init; }

    /// <summary>Incidents the root-cause head learned from; null when it was not trained.</summary>
    public int? RootCauseExamples { get; init; }

    /// <summary>Classes it tells apart.</summary>
    public IReadOnlyList<string> RootCauseClasses { get; init; } = [];

    public static TrainingSummary Of(TrainingResult result, PreparedData data, string runFolder) => new()
    {
        Dataset = data.Dataset.Manifest.Name,
        RunFolder = runFolder,
        Checkpoint = result.Checkpoint,
        Interrupted = result.Interrupted,
        Steps = result.Step,
        ValidationLoss = result.BestLoss,
        Seconds = result.Throughput.Seconds,
        WindowsPerSecond = result.Throughput.WindowsPerSecond,
        TokensPerSecond = result.Throughput.TokensPerSecond,
        LoaderWaitRatio = result.Throughput.LoaderWaitRatio,
        TrainRows = data.TrainRows.Sum(range => (long)range.RowCount),
        Signals = data.Frame.Schema.Signals.Count,
        Layers = data.Frame.Schema.Layers.Count,
    };

    public TrainingSummary With(
        JointEncoder encoder, AnomalyCalibration anomaly, (RootCauseHead Head, IReadOnlyList<IncidentExample> Examples)? rootCause) => this with
        {
            Parameters = encoder.parameters().Sum(parameter => parameter.numel()),
            AnomalyThreshold = anomaly.Threshold,
            RootCauseExamples = rootCause?.Examples.Count,
            RootCauseClasses = rootCause?.Head.Classes ?? [],
        };

    public void Describe(TextWriter output)
    {
        output.WriteLine(
            $"{Dataset}: {Steps} steps in {Seconds:F1} s ({WindowsPerSecond:F0} windows/s, {TokensPerSecond:F0} tokens/s, "
            + $"{LoaderWaitRatio:P1} of step time waiting for data) on {TrainRows} rows, {Signals} signals, {Layers} layers"
            + (Parameters is { } parameters ? $", {parameters} weights" : ""));
        if (ValidationLoss is { } loss)
            output.WriteLine($"smallest validation loss: {loss:F5}");
        if (AnomalyThreshold is { } threshold)
            output.WriteLine($"anomaly threshold: {threshold:G4}");
        if (RootCauseExamples is { } examples)
            output.WriteLine($"root-cause head: {examples} incidents, classes {string.Join(", ", RootCauseClasses)}");
        output.WriteLine($"{(Interrupted ? "interrupted; continue with --resume; " : "")}checkpoint: {Checkpoint}");
    }
}
