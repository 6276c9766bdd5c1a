using Spectre.Console;

namespace Auscult.Cli.Hosting;

/// <summary>Reports how far a long task is: a bar on a terminal, a line at every tenth elsewhere.</summary>
/// <param name="console">A console over standard error.</param>
/// <param name="lines">The same stream, for lines.</param>
internal sealed class ProgressReporter(IAnsiConsole console, TextWriter lines)
{
    /// <summary>
    /// Runs <paramref name="body"/>, which reports how many of <paramref name="total"/> units are done and an optional note.
    /// </summary>
    public T Run<T>(string title, double total, Func<ReportProgress, T> body) =>
        console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi
            ? RunWithBar(title, total, body)
            : body(new Milestones(title, total, lines).Report);

    /// <inheritdoc cref="Run{T}"/>
    public void Run(string title, double total, Action<ReportProgress> body) => Run(title, total, report =>
    {
        body(report);
        return true;
    });

    private T RunWithBar<T>(string title, double total, Func<ReportProgress, T> body) => console.Progress()
        .AutoClear(enabled: false)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context =>
        {
            var task = context.AddTask(Markup.Escape(title), maxValue: total);
            return body((done, note) =>
            {
                task.Value = done;
                task.Description = Markup.Escape(note is null ? title : $"{title}  {note}");
            });
        });

    private sealed class Milestones(string title, double total, TextWriter lines)
    {
        private int _tenths = -1;

        public void Report(double done, string? note)
        {
            var tenths = total > 0 ? (int)Math.Min(10, done / total * 10) : 10;
            if (tenths <= _tenths)
                return;
            _tenths = tenths;
            lines.WriteLine($"{title} {tenths * 10}% ({done:0.##}/{total:0.##}){(note is null ? "" : " " + note)}");
        }
    }
}

/// <summary>Says how many units are done, with an optional note such as the current loss.</summary>
internal delegate void ReportProgress(double done, string? note = null);
