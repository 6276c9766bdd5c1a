namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>What became of an alarm.</summary>
public enum AlarmOutcome
{
    /// <summary>The onset came between the lead and the end of the alarm.</summary>
    Right,

    /// <summary>The onset came before the lead had passed.</summary>
    Late,

    /// <summary>No onset while it lasted.</summary>
    False,

    /// <summary>The recording ended first.</summary>
    Unknown,
}

/// <summary>An alarm about one entity.</summary>
/// <param name="Pair"><c>moment x entities + entity</c> at which it was raised.</param>
/// <param name="Score">The score there.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="OnsetMinutes">Minutes to the onset; infinite without one.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct PredictionAlarm(int Pair, double Score, AlarmOutcome Outcome, double OnsetMinutes);

/// <summary>Raises alarms from scores: one per entity until it expires, either by its onset or by its end.</summary>
public static class PredictionAlarms
{
    /// <summary>The alarms of one class at one site.</summary>
    /// <param name="scores">A score per pair.</param>
    /// <param name="precursors">The pairs.</param>
    /// <param name="times">Labels; they decide the outcome, and silence pairs that are in an incident.</param>
    /// <param name="threshold">Score from which on an alarm is raised.</param>
    /// <param name="lead">Minutes before which an onset is too early.</param>
    /// <param name="until">Minutes after which an alarm expires.</param>
    public static IEnumerable<PredictionAlarm> Of(
        float[] scores, KindPrecursors precursors, OnsetTimes times, double threshold, double lead, double until)
    {
        var entities = precursors.Entities.Count;
        for (var e = 0; e < entities; e++)
        {
            var silentUntil = DateTimeOffset.MinValue;
            for (var m = 0; m < precursors.Rows.Count; m++)
            {
                var pair = (m * entities) + e;
                if (!(scores[pair] >= threshold) || !times.IsQuiet(pair) || precursors.TimeOf(m) < silentUntil)
                    continue;
                var onset = times.Onset(pair);
                yield return new PredictionAlarm(pair, scores[pair], OutcomeOf(onset, times.Known(pair), lead, until), onset);
                silentUntil = precursors.TimeOf(m).AddMinutes(Math.Min(onset, until));
            }
        }
    }

    private static AlarmOutcome OutcomeOf(double onset, double known, double lead, double until) =>
        onset <= lead ? AlarmOutcome.Late
        : onset <= until ? AlarmOutcome.Right
        : known < until ? AlarmOutcome.Unknown
        : AlarmOutcome.False;
}
