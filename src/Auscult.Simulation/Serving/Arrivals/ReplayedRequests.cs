using Auscult.Foundation;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.LlmInferenceTraces;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Serving.Arrivals;

/// <summary>Requests of a trace, begun again at its end. A request that is longer than the model's context is cut to it.</summary>
internal sealed class ReplayedRequests : IRequestSource
{
    private readonly ArrivingRequest[] _requests;
    private readonly double _length;
    private readonly RateClock _clock;
    private int _next;
    private double _passed;
    private double _lap;

    /// <param name="path">The trace.</param>
    /// <param name="config">How fast it is replayed.</param>
    /// <param name="model">The model it is given to.</param>
    /// <exception cref="InputException">The trace cannot be read or holds fewer than two moments.</exception>
    public ReplayedRequests(string path, ArrivalConfig config, ServedModelConfig model)
    {
        var requests = RequestFile.Read(path, new ImportContext()).OrderBy(request => request.Micros).ToArray();
        var first = requests.Length > 0 ? requests[0].Micros : 0;
        _requests = [.. requests.Select(request => Cut(request, first, model.MaxContextTokens))];
        if (_requests.Length == 0 || _requests[^1].Seconds == 0)
            throw new InputException("holds no requests at two moments", path, remedy: $"give another {ArrivalConfig.Section}.trace");
        // The last gap of a lap is the mean one.
        _length = _requests[^1].Seconds * _requests.Length / Math.Max(1, _requests.Length - 1);
        _clock = new RateClock(_ => (config.TraceSpeed, double.PositiveInfinity));
    }

    /// <summary>Requests of one lap.</summary>
    public IReadOnlyList<ArrivingRequest> Requests => _requests;

    /// <inheritdoc/>
    public bool TryNext(double until, out ArrivingRequest request)
    {
        if (_clock.NeedsGap)
            _clock.Wait(_lap + _requests[_next].Seconds - _passed);
        request = default;
        if (!_clock.TryPass(until, out var seconds))
            return false;
        request = _requests[_next] with { Seconds = seconds };
        _passed = _lap + _requests[_next].Seconds;
        if (++_next == _requests.Length)
            (_next, _lap) = (0, _lap + _length);
        return true;
    }

    /// <inheritdoc/>
    public void SetLoad(double now, double factor) => _clock.SetFactor(now, factor);

    private static ArrivingRequest Cut(Request request, long first, int context)
    {
        var prompt = (int)Math.Clamp(request.InputTokens, 1, context - 1);
        var output = (int)Math.Clamp(request.OutputTokens, 1, context - prompt);
        var reused = double.IsNaN(request.ReusedTokens) ? 0 : (int)Math.Min(prompt, request.ReusedTokens);
        return new ArrivingRequest((request.Micros - first) / (double)Micros.PerSecond, prompt, output, reused);
    }
}
