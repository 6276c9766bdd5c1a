namespace Auscult.Simulation.Serving.Arrivals;

/// <summary>
/// Turns gaps of a clock that runs at a varying rate into moments of time. The rate is constant over pieces, and a moment is worked out
/// from the start of its piece, so it does not matter in how many steps time is asked for.
/// </summary>
/// <param name="nextPiece">Given the start of a piece: its rate and its end.</param>
internal sealed class RateClock(Func<double, (double Rate, double End)> nextPiece)
{
    private double _start;
    private double _end;
    private double _rate;
    private double _factor = 1;
    private double _gap = double.NaN;

    /// <summary>Whether the gap to the next moment is to be given by <see cref="Wait"/>.</summary>
    public bool NeedsGap => double.IsNaN(_gap);

    /// <summary>Sets the gap to the next moment, in units of the varying clock.</summary>
    public void Wait(double gap) => _gap = gap;

    /// <summary>The moment at which the gap has passed, if that is before <paramref name="until"/>.</summary>
    public bool TryPass(double until, out double seconds)
    {
        while (true)
        {
            if (_end <= _start)
                (_rate, _end) = nextPiece(_start);
            var rate = _rate * _factor;
            seconds = rate > 0 ? _start + (_gap / rate) : double.PositiveInfinity;
            if (seconds < _end)
            {
                if (seconds >= until)
                    return false;
                (_start, _gap) = (seconds, double.NaN);
                return true;
            }
            if (_end >= until)
                return false;
            _gap -= (_end - _start) * rate;
            _start = _end;
        }
    }

    /// <summary>Changes how fast the clock runs, from a moment on that was not passed yet.</summary>
    public void SetFactor(double now, double factor)
    {
        if (factor == _factor)
            return;
        if (!NeedsGap && now > _start)
        {
            _gap -= (now - _start) * _rate * _factor;
            _start = now;
        }
        _factor = factor;
    }
}
