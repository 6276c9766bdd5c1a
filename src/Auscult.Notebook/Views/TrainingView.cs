using Auscult.Learning.Training;
using Auscult.Notebook.Rich;

namespace Auscult.Notebook.Views;

/// <summary>
/// A training as a notebook sees it: a bar that moves, and a curve of the loss. Put it on the page with
/// <c>var view = new TrainingView(steps); view.OnChange(display(view.Bar).Update);</c> and hand it to the training as its observer.
/// </summary>
/// <param name="maxSteps">Steps that the training takes at most.</param>
public sealed class TrainingView(int maxSteps) : ITrainingObserver
{
    private readonly List<StepReport> _steps = [];
    private readonly List<ValidationReport> _validations = [];

    /// <summary>How far it is.</summary>
    public ProgressBar Bar { get; } = new(maxSteps, "steps");

    /// <summary>Shows changes of <see cref="Bar"/>.</summary>
    public TrainingView OnChange(Action<object> show)
    {
        Bar.OnChange(show);
        return this;
    }

    /// <inheritdoc/>
    public void OnStep(StepReport report)
    {
        _steps.Add(report);
        Bar.Report(report.Step, $"loss {report.Loss:0.000}");
    }

    /// <inheritdoc/>
    public void OnValidation(ValidationReport report) => _validations.Add(report);

    /// <summary>Training and validation loss over the steps so far.</summary>
    public Plot Loss()
    {
        var plot = new Plot("Loss").Line("training", _steps.Select(s => s.Step), _steps.Select(s => s.Loss)).Axes("step", "masked reconstruction error");
        return _validations.Count == 0
            ? plot
            : plot.Line("validation", _validations.Select(v => v.Step), _validations.Select(v => v.Loss))
                .Scatter("validation", _validations.Select(v => v.Step), _validations.Select(v => v.Loss));
    }
}
