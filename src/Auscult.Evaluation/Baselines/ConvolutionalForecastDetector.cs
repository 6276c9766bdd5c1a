using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;
using static TorchSharp.torch;

namespace Auscult.Evaluation.Baselines;

/// <summary>
/// A convolutional forecaster, trained at fitting: a signal's contribution is the squared error with which its next value is forecast from
/// the 34 rows before it.
/// </summary>
/// <param name="seeds">Draws the weights and the batches.</param>
public sealed class ConvolutionalForecastDetector(Seeds seeds) : SignalErrorDetector, IDisposable
{
    private const int MaxWindows = 20_000;
    private const int BatchSize = 64;
    private const int Passes = 12;
    private const int MaxSteps = 3000;
    private const int MinSteps = 100;
    private const int ScoredAtOnce = 1024;
    private const double LearningRate = 2e-3;
    private const double InputLimit = 10;
    private ForecastNetwork? _network;

    /// <inheritdoc/>
    public override string Name => "cnn-forecast";

    /// <inheritdoc/>
    public void Dispose()
    {
        _network?.Dispose();
        _network = null;
    }

    /// <inheritdoc/>
    private protected override void Learn(IReadOnlyList<RowRange> ranges, Func<RowRange, float[]> read, int width)
    {
        Dispose();
        const int Length = ForecastNetwork.History + 1;
        var windows = FlatWindows.Gather(ranges, read, width, Length, MaxWindows);
        var generator = seeds.Child("cnn-forecast").Generator();
        _network = new ForecastNetwork(width, generator);
        using var scope = NewDisposeScope();
        var x_NTC = tensor(windows, [windows.Length / (Length * width), Length, width]).clamp(-InputLimit, InputLimit);
        var steps = (int)Math.Clamp(Passes * x_NTC.shape[0] / BatchSize, MinSteps, MaxSteps);
        using var optimizer = optim.AdamW(_network.parameters(), lr: LearningRate, weight_decay: 1e-4);
        for (var step = 0; step < steps; step++)
        {
            using var stepScope = NewDisposeScope();
            optimizer.zero_grad();
            var batch_BTC = x_NTC.index_select(0, SeededTensors.Indices(generator, BatchSize, x_NTC.shape[0]));
            var forecast_BC = _network.call(batch_BTC.narrow(1, 0, ForecastNetwork.History));
            nn.functional.mse_loss(forecast_BC, batch_BTC.select(1, ForecastNetwork.History)).backward();
            optimizer.step();
        }
    }

    /// <inheritdoc/>
    private protected override void Errors(float[] rows, int width, Span<float> errors)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var padded = FlatWindows.Padded(rows, width, ForecastNetwork.History);
        var padded_TC = tensor(padded, [padded.Length / width, width]);
        var limited_TC = padded_TC.clamp(-InputLimit, InputLimit);
        var windows_NTC = limited_TC.unfold(0, ForecastNetwork.History, 1).transpose(1, 2);
        for (var first = 0; first * width < rows.Length; first += ScoredAtOnce)
        {
            using var chunk = NewDisposeScope();
            var count = Math.Min(ScoredAtOnce, (rows.Length / width) - first);
            var forecast_NC = _network!.call(windows_NTC.narrow(0, first, count).contiguous());
            var error_NC = (padded_TC.narrow(0, first + ForecastNetwork.History, count) - forecast_NC).square();
            error_NC.data<float>().ToArray().CopyTo(errors[(first * width)..]);
        }
    }
}
