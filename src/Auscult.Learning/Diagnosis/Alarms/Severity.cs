using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>How much of the job's progress an alarm costs, from the model layer's own signals.</summary>
public static class Severity
{
    private const double PastSeconds = 300;

    // A higher value of these means more progress; of the last ones, less.
    private static readonly string[] Throughput = ["tokens_per_second", "generation_tokens_per_second", "samples_per_second", "steps_total"];
    private static readonly string[] Time = ["step_seconds", "inter_token_latency_seconds"];

    /// <summary>Share of progress that is lost, 0 to 1, over some rows against the rows before them; null when the model layer says nothing.</summary>
    /// <param name="site">The site.</param>
    /// <param name="start">First row of the alarm.</param>
    /// <param name="last">Last row that is known.</param>
    public static double? Lost(Site site, int start, int last)
    {
        var past = Math.Max(0, start - site.RowsIn(PastSeconds));
        return Largest(site, Throughput, past, start, last, (before, now) => 1 - (now / before))
            ?? Largest(site, Time, past, start, last, (before, now) => now <= 0 ? 0 : 1 - (before / now));
    }

    private static double? Largest(Site site, string[] names, int past, int start, int last, Func<double, double, double> lost)
    {
        foreach (var name in names)
        {
            foreach (var kind in site.Kinds)
            {
                var signal = IndexOf(kind, name);
                if (signal < 0)
                    continue;
                var before = Mean(kind, signal, past, start);
                var now = Mean(kind, signal, start, last + 1);
                // A vanished throughput is a job that stands still.
                if (before is > 0)
                    return Math.Clamp(now is { } value ? lost(before.Value, value) : 1, 0, 1);
            }
        }
        return null;
    }

    private static int IndexOf(SiteKind kind, string name)
    {
        var signals = kind.Frame.Schema.Signals;
        for (var s = 0; s < signals.Count; s++)
        {
            if (signals[s].Layer == Layer.Model && signals[s].Name == name)
                return s;
        }
        return -1;
    }

    private static double? Mean(SiteKind kind, int signal, int first, int end)
    {
        var (sum, count) = (0.0, 0);
        var width = kind.Frame.Schema.Signals.Count;
        for (var e = 0; e < kind.Frame.Schema.Entities.Count; e++)
        {
            var rows = kind.Frame.Rows(e, first, end - first);
            for (var i = signal; i < rows.Length; i += width)
            {
                if (!float.IsNaN(rows[i]))
                    (sum, count) = (sum + rows[i], count + 1);
            }
        }
        return count == 0 ? null : sum / count;
    }
}
