using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.LlmInferenceTraces;

/// <summary>Turns requests into load per step. A step without a request has no load, which is 0; the sample stands at the step's
/// start.</summary>
internal sealed class LoadSeries
{
    private readonly IReadOnlyList<Request> _requests;
    private readonly long _step;
    private readonly long _start;
    private readonly long _steps;

    public LoadSeries(TimeSpan step, IReadOnlyList<Request> requests)
    {
        (_requests, _step) = (requests, Micros.From(step));
        _start = requests.Min(request => request.Micros) / _step * _step;
        _steps = ((requests.Max(request => request.Micros) - _start) / _step) + 1;
    }

    /// <summary>First moment of the first step.</summary>
    public DateTimeOffset Start => Micros.ToTime(_start);

    /// <summary>First moment after the last step.</summary>
    public DateTimeOffset End => Micros.ToTime(_start + (_steps * _step));

    /// <summary>Number of steps.</summary>
    public long StepCount => _steps;

    /// <summary>Adds the series.</summary>
    /// <param name="builder">Where they go.</param>
    /// <param name="replica">What they are about.</param>
    /// <param name="shift">What is added to every time.</param>
    public void AddTo(DatasetBuilder builder, Entity replica, TimeSpan shift)
    {
        var seconds = _step / (double)Micros.PerSecond;
        var (count, input, output, reused) = (new double[_steps], new double[_steps], new double[_steps], new double[_steps]);
        foreach (var request in _requests)
        {
            var i = (request.Micros - _start) / _step;
            count[i]++;
            input[i] += request.InputTokens;
            output[i] += request.OutputTokens;
            reused[i] += request.ReusedTokens;
        }
        Add("requests_per_second", "1/s", Aggregation.Sum, i => count[i] / seconds);
        Add("prompt_tokens_per_second", "1/s", Aggregation.Sum, i => input[i] / seconds);
        Add("generation_tokens_per_second", "1/s", Aggregation.Sum, i => output[i] / seconds);
        var flight = InFlight();
        Add("requests_in_flight", "requests", Aggregation.Sum, i => flight[i]);
        if (!double.IsNaN(reused.Sum()))
            Add("prefix_reuse_ratio", "ratio", Aggregation.Mean, i => input[i] > 0 ? reused[i] / input[i] : double.NaN);

        void Add(string name, string unit, Aggregation aggregation, Func<long, double> value)
        {
            var series = builder.Series(replica, new Signal(name, Layer.Model, SignalKind.Gauge, unit, EntityKind.Replica, aggregation));
            for (var i = 0L; i < _steps; i++)
                series.Add(_start + (i * _step) + Micros.From(shift), value(i));
        }
    }

    // Mean number of requests present in each step: the time that they spend in it, divided by its length.
    private double[] InFlight()
    {
        var present = new double[_steps];
        // change[i] grows by one for every request that fills all of step i and later ones, and falls where it leaves.
        var change = new double[_steps + 1];
        foreach (var request in _requests)
        {
            var stay = (request.InputTokens / LlmInferenceTracesSource.PrefillTokensPerSecond)
                + (request.OutputTokens / LlmInferenceTracesSource.DecodeTokensPerSecond);
            var begin = (request.Micros - _start) / (double)_step;
            var end = Math.Min(begin + (stay * Micros.PerSecond / _step), _steps);
            var (first, last) = ((long)begin, (long)end);
            if (first == last)
            {
                present[first] += end - begin;
                continue;
            }
            present[first] += first + 1 - begin;
            if (last < _steps)
                present[last] += end - last;
            change[first + 1]++;
            change[last]--;
        }
        var filling = 0.0;
        for (var i = 0; i < _steps; i++)
        {
            filling += change[i];
            present[i] += filling;
        }
        return present;
    }
}
