using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>The class of an alarm by a root-cause head, with the rows before the alarm as context.</summary>
/// <param name="head">The head, fitted on training incidents.</param>
/// <param name="config">Lengths of contexts.</param>
internal sealed class CauseOfAlarm(IRootCauseClassifier head, IncidentExampleConfig config)
{
    private const int Named = 5;
    private const double Smallest = 0.005;

    /// <summary>Likeliest classes; none when too few rows precede the alarm.</summary>
    /// <param name="alarm">Rows of the alarm on the entity that is blamed.</param>
    /// <param name="earliest">First row that may be looked at.</param>
    public IReadOnlyList<RankedName> Of(RowRange alarm, int earliest)
    {
        var end = alarm.FirstRow - config.GapRows;
        var first = Math.Max(earliest, end - config.ContextRows);
        if (end - first < config.MinContextRows)
            return [];
        var chances = head.Predict(new IncidentExample("", alarm, new RowRange(alarm.Entity, first, end - first), "", Layer.Hardware, ""));
        return [.. head.Classes.Select((name, c) => new RankedName(name, chances[c])).OrderByDescending(one => one.Share).Where((one, rank) => rank == 0 || one.Share >= Smallest).Take(Named)];
    }
}
