using System.Xml.Linq;
using Auscult.Sweeps;
using Auscult.Sweeps.State;
using static Auscult.Evaluation.Report.Html;

namespace Auscult.Cli.Verbs.Sweeps;

/// <summary>The figures of a sweep's page.</summary>
/// <param name="results">The sweep.</param>
internal sealed class SweepFigures(SweepResults results)
{
    private const double Wide = 1100;
    private const double Small = 360;
    private readonly Trial[] _valued = [.. results.Trials.Where(
        trial => trial.Value is { } value && double.IsFinite(value) && trial.IsOver)];
    private readonly PlotScale _values = Scale(results.Trials
        .Where(trial => trial.IsOver && trial.Value is { } v && double.IsFinite(v))
        .Select(trial => trial.Value!.Value));

    /// <summary>Whether there is anything to draw.</summary>
    public bool Any => _valued.Length > 0;

    /// <summary>Value of each trial and the best so far.</summary>
    public XElement History()
    {
        var frame = new PlotFrame(Wide, 300, new PlotScale(-0.5, results.Trials.Count - 0.5), _values);
        var (best, steps) = (double.NaN, new List<(double X, double Y)>());
        foreach (var trial in results.Trials)
        {
            if (trial is { State: TrialState.Complete, Value: { } value } && !(results.Metric.Cost(value) >= results.Metric.Cost(best)))
            {
                if (steps.Count > 0)
                    steps.Add((trial.Number, best));
                steps.Add((trial.Number, best = value));
            }
        }
        if (steps.Count > 0)
            steps.Add((results.Trials.Count - 0.5, best));
        return frame.Figure(
            $"{results.Metric.Name} by trial",
            $"{results.Metric.Name} of each trial (filled: whole, hollow: stopped early, where it stood then) and the best so far. {Outside()}",
            frame.Line("curve best", steps), _valued.Select(trial => Point(frame, trial.Number, trial)));
    }

    /// <summary>The metric over the steps of every trial.</summary>
    public XElement? Curves()
    {
        Trial[] curves = [.. results.Trials.Where(trial => trial.Reports.Count > 1)];
        if (curves.Length == 0)
            return null;
        var frame = new PlotFrame(
            Wide, 300, new PlotScale(curves.Min(c => c.Reports[0].Step), curves.Max(c => c.Reports[^1].Step)),
            Scale(curves.SelectMany(c => c.Reports).Select(r => r.Value).Where(double.IsFinite)));
        return frame.Figure(
            $"{results.Metric.Name} by step",
            $"{results.Metric.Name} over the steps of each trial; dashed: stopped early; bold: the best.",
            curves.OrderBy(trial => trial.Number == results.Best).Select(trial => frame.Line(
                "curve" + (trial.Number == results.Best ? " best" : " faint") + (trial.State == TrialState.Pruned ? " stopped" : ""),
                trial.Reports.Where(r => double.IsFinite(r.Value)).Select(r => ((double)r.Step, r.Value)), Title(trial))));
    }

    /// <summary>Value against one parameter.</summary>
    public XElement Scatter(string name)
    {
        var axis = Axis(name);
        var frame = new PlotFrame(Small, 220, axis, _values);
        return frame.Figure($"{results.Metric.Name} by {name}", name + (axis.IsLog ? " (logarithmic)" : ""), _valued
            .Where(trial => trial.Values.ContainsKey(name)).Select(trial => Point(frame, Place(axis, trial.Values[name]), trial)));
    }

    /// <summary>All parameters side by side, one line a trial.</summary>
    public XElement Parallel(IReadOnlyList<string> names)
    {
        const double height = 330;
        PlotScale[] axes = [.. names.Select(Axis), _values];
        double Across(int axis) => 90 + (axis * (Wide - 190) / Math.Max(1, axes.Length - 1));
        double Up(double share) => height - 30 - (share * (height - 66));
        double On(Trial trial, PlotScale axis, int i) =>
            axis.At(i == names.Count ? trial.Value!.Value : Place(axis, trial.Values.GetValueOrDefault(names[i], "")));
        return El(
            "figure",
            El("svg", At("viewBox", $"0 0 {Wide} {height}"), At("role", "img"), At("aria-label", "all parameters of all trials"),
                _valued.OrderByDescending(trial => results.Metric.Cost(trial.Value!.Value)).Select(trial => El(
                    "polyline", Class("curve" + (trial.Number == results.Best ? " best" : trial.State == TrialState.Pruned ? " faint stopped" : " faint")),
                    At("points", string.Join(' ', axes.Select((axis, i) => $"{Coordinate(Across(i))},{Coordinate(Up(On(trial, axis, i)))}"))),
                    El("title", Title(trial)))),
                axes.Select((axis, i) => El(
                    "g",
                    El("line", Class("pole"), At("x1", Across(i)), At("x2", Across(i)), At("y1", Up(0)), At("y2", Up(1))),
                    El("text", Class("name"), At("x", Across(i)), At("y", 16 + (i % 2 * 14)), At("text-anchor", "middle"),
                        i == names.Count ? results.Metric.Name : names[i]),
                    axis.Marks().Select(mark => El(
                        "text", Class("halo"), At("x", Across(i) + 6), At("y", Up(axis.At(mark.Value)) + 4), mark.Text))))),
            El("figcaption", "One line a trial; bold: the best; dashed: stopped early. The parameters stand by importance."));
    }

    /// <summary>Importance as bars.</summary>
    public XElement Importance()
    {
        const double row = 26;
        const double labels = 280;
        const double longest = Wide - labels - 130;
        return El(
            "figure",
            El("svg", At("viewBox", $"0 0 {Wide} {Coordinate((results.Importance.Count * row) + 4)}"), At("role", "img"),
                At("aria-label", "importance of each parameter"),
                results.Importance.Select((known, i) => El(
                    "g",
                    El("text", Class("name"), At("x", labels - 8), At("y", (i * row) + 17), At("text-anchor", "end"), known.Name),
                    El("rect", Class("bar"), At("x", labels), At("y", (i * row) + 5), At("width", Math.Max(1, known.Share * longest)),
                        At("height", row - 10), At("rx", 2.0)),
                    El("text", At("x", labels + (known.Share * longest) + 8), At("y", (i * row) + 17), $"{known.Share:0%} ± {known.Spread:0%}")))),
            El("figcaption",
                $"Share of the variance that each parameter explains by itself (functional ANOVA on a random forest of the {results.Count(TrialState.Complete)} whole trials; "
                + "± one standard deviation over its trees: where that is as large as the share, there are too few trials to tell)."));
    }

    private XElement Point(PlotFrame frame, double place, Trial trial) => El(
        "circle", Class(trial.Number == results.Best ? "point chosen" : trial.State == TrialState.Pruned ? "point stopped" : "point"),
        At("cx", frame.X(place)), At("cy", frame.Y(trial.Value!.Value)),
        At("r", trial.Number == results.Best ? 5.5 : 3.8), El("title", Title(trial)));

    private PlotScale Axis(string name)
    {
        string[] texts = [.. results.Trials.Select(trial => trial.Values.GetValueOrDefault(name)).OfType<string>()];
        double[] numbers = [.. texts.Select(Number).Where(double.IsFinite).Order()];
        if (numbers.Length < texts.Length || numbers.Distinct().Count() <= 4)
            return new PlotScale(0, 0, Names: [.. texts.Distinct(StringComparer.Ordinal).OrderBy(Number).ThenBy(text => text, StringComparer.Ordinal)]);
        // Values over more than a decade whose logarithms lie more evenly.
        var isLog = numbers[0] > 0 && numbers[^1] / numbers[0] > 10
            && numbers[numbers.Length / 2] - numbers[0] < (numbers[^1] - numbers[0]) / 3;
        return new PlotScale(numbers[0], numbers[^1], isLog);
    }

    private static double Place(PlotScale axis, string text) => axis.Names is { } names ? names.ToList().IndexOf(text) : Number(text);

    private static double Number(string text) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    // A few trials that went wrong must not flatten all others: the axis ends a fence beyond the quartiles.
    private static PlotScale Scale(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            return new PlotScale(0, 1);
        var (low, high) = (sorted[sorted.Length / 4], sorted[3 * (sorted.Length - 1) / 4]);
        var (least, most) = (Math.Max(sorted[0], low - (3 * (high - low))), Math.Min(sorted[^1], high + (3 * (high - low))));
        var margin = most > least ? (most - least) * 0.05 : Math.Max(Math.Abs(most) * 0.05, 1e-9);
        return new PlotScale(least - margin, most + margin);
    }

    private string Outside() => _valued.Count(trial => trial.Value < _values.Low || trial.Value > _values.High) is > 0 and var count
        ? $"{count} far outside lie on the edge." : "";

    private string Title(Trial trial) =>
        $"trial {trial.Number}, {trial.State.ToString().ToLowerInvariant()}: "
        + $"{(trial.Value is { } value ? $"{results.Metric.Name} {SweepTable.Figure(value)}; " : "")}"
        + string.Join(", ", trial.Values.Select(pair => $"{pair.Key}={pair.Value}"));
}
