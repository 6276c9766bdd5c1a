using System.Diagnostics;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Notebook.Rich;

/// <summary>
/// How far a long piece of work is. In a notebook: <c>var bar = new ProgressBar(200, "steps"); bar.OnChange(display(bar).Update);</c>
/// and then <see cref="Report"/> from the loop.
/// </summary>
[TypeFormatterSource(typeof(RichFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class ProgressBar : RichOutput
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(150);
    private readonly double _total;
    private readonly string _what;
    private readonly long _started = Stopwatch.GetTimestamp();
    private Action<object>? _show;
    private long _shown;
    private double _done;
    private string _note = "";

    /// <param name="total">Amount of work, above zero.</param>
    /// <param name="what">Its unit, e.g. <c>steps</c>.</param>
    public ProgressBar(double total, string what)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total);
        (_total, _what) = (total, what);
    }

    /// <inheritdoc/>
    public override string MarkupType => MimeTypes.Html;

    /// <summary>Shows every change through <paramref name="show"/>, at most some times a second, and the last one always.</summary>
    public ProgressBar OnChange(Action<object> show)
    {
        _show = show;
        return this;
    }

    /// <summary>So much is done.</summary>
    /// <param name="done">Amount of finished work; the total ends the bar.</param>
    /// <param name="note">Said beside it, e.g. the loss.</param>
    public void Report(double done, string note = "")
    {
        (_done, _note) = (Math.Clamp(done, 0, _total), note);
        if (_show is null || (_done < _total && _shown != 0 && Stopwatch.GetElapsedTime(_shown) < LeastPause))
            return;
        _shown = Stopwatch.GetTimestamp();
        _show(this);
    }

    /// <inheritdoc/>
    public override string ToMarkup() => Fragment(El(
        "div", At("style", "display:flex;gap:.8em;align-items:center;font-variant-numeric:tabular-nums"),
        El("div", At("style", "width:18em;height:.6em;border-radius:.3em;background:#dfe5ec;overflow:hidden"),
            El("div", At("style", $"width:{Coordinate(100 * _done / _total)}%;height:100%;background:#0072B2"))),
        El("span", Words())));

    /// <inheritdoc/>
    public override string ToPlainText() => Words();

    private string Words()
    {
        var elapsed = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        var left = _done > 0 && _done < _total ? $", about {elapsed * (_total - _done) / _done:0} s left" : "";
        var time = _done < _total ? left : $" in {elapsed:0.0} s";
        return $"{_done:0} of {_total:0} {_what}{time}{(_note.Length == 0 ? "" : $", {_note}")}";
    }
}
