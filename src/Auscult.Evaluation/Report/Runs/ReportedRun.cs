using Auscult.Evaluation.Diagnosis;
using Auscult.Evaluation.Protocols;
using Auscult.Evaluation.Results;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>What a set of figures belongs to.</summary>
public enum FigureRole
{
    /// <summary>The run itself.</summary>
    Run,

    /// <summary>A method to compare with.</summary>
    Baseline,

    /// <summary>A control: it sees nothing, so nothing may be near it.</summary>
    Control,

    /// <summary>Published figures; not measured here.</summary>
    Published,
}

/// <summary>The figures of one method.</summary>
/// <param name="Name">The method.</param>
/// <param name="Role">What it is beside the run.</param>
/// <param name="Figures">With their intervals; NaN limits where nothing was resampled.</param>
public sealed record FigureSet(string Name, FigureRole Role, IReadOnlyList<Figure> Figures)
{
    /// <summary>The figure of a name, or null.</summary>
    public Figure? this[string name] => Figures.FirstOrDefault(figure => figure.Name == name);
}

/// <summary>Everything a report shows of one run.</summary>
public sealed record ReportedRun
{
    /// <summary>Its name: the last part of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>What it is of: data, method, program, commit; in order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; }

    /// <summary>Resolved configuration as YAML; empty where it is not known.</summary>
    public required string Config { get; init; }

    /// <summary>What a reader must know about the figures.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Names of the figures that stand at the top.</summary>
    public required IReadOnlyList<string> Headlines { get; init; }

    /// <summary>The run's figures.</summary>
    public required FigureSet Figures { get; init; }

    /// <summary>Others on the same data.</summary>
    public IReadOnlyList<FigureSet> Beside { get; init; } = [];

    /// <summary>Recordings that were judged.</summary>
    public IReadOnlyList<ReportedRecording> Recordings { get; init; } = [];

    /// <summary>Alarms and missed faults.</summary>
    public IReadOnlyList<ReportedIncident> Incidents { get; init; } = [];

    /// <summary>Map of the embeddings, or null.</summary>
    public EmbeddingMap? Map { get; init; }

    /// <summary>Confusion matrices.</summary>
    public IReadOnlyList<ReportedConfusion> Confusions { get; init; } = [];

    /// <summary>Stated confidence beside how often it was right; null where it is not known.</summary>
    public Reliability? Reliability { get; init; }

    /// <summary>How soon faults were found; null where it is not known.</summary>
    public LeadTimes? LeadTimes { get; init; }

    /// <summary>Site by site: what comparisons of runs pair.</summary>
    internal IReadOnlyList<JudgedTestSite> Sites { get; init; } = [];

    /// <summary>Classes of faults it knows.</summary>
    internal IReadOnlyList<string> KnownClasses { get; init; } = [];

    /// <summary>The results of <c>auscult evaluate</c> that it comes from, or null.</summary>
    internal EvaluationResults? Evaluation { get; init; }

    /// <summary>Signals and scores over time of <c>auscult evaluate</c>.</summary>
    internal IEnumerable<SeriesPlot> Plots => Evaluation?.Detection.SelectMany(protocol => protocol.Plots) ?? [];
}

/// <summary>A confusion matrix.</summary>
/// <param name="Title">What was asked, of whom.</param>
/// <param name="Classes">True classes, and predicted ones.</param>
/// <param name="Counts"><c>[truth][prediction]</c>; a last column counts those without an answer.</param>
public sealed record ReportedConfusion(string Title, IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<int>> Counts);

/// <summary>One method of several runs, with what a run does better or worse than the first on the same incidents.</summary>
/// <param name="First">Name of the first run.</param>
/// <param name="Second">Name of the other.</param>
/// <param name="Sites">Recordings that both were judged on.</param>
/// <param name="Incidents">Faults that both were judged on.</param>
/// <param name="Figures">First minus second over the same resamples.</param>
public sealed record RunDifference(string First, string Second, int Sites, int Incidents, IReadOnlyList<Figure> Figures);
