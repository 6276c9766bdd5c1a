using Auscult.Evaluation.Diagnosis;
using Auscult.Evaluation.Metrics;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>Incidents of about the same stated confidence.</summary>
/// <param name="Confidence">Mean confidence.</param>
/// <param name="Right">Share that was right.</param>
/// <param name="Low">Lower end of the exact (Clopper-Pearson) 95% interval.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="Count">Number of incidents.</param>
public sealed record ReliabilityBin(double Confidence, double Right, double Low, double High, int Count);

/// <summary>Stated confidence beside how often it was right.</summary>
/// <param name="Bins">Those that hold an incident, by confidence.</param>
/// <param name="Error">Expected calibration error.</param>
public sealed record Reliability(IReadOnlyList<ReliabilityBin> Bins, double Error)
{
    /// <summary>Of incidents of known classes at their known onsets; null when there are none.</summary>
    public static Reliability? Of(IEnumerable<IncidentOutcome> outcomes, IReadOnlySet<string> knownClasses)
    {
        var judged = outcomes.Where(one => one.Known is not null && knownClasses.Contains(one.FaultClass))
            .Select(one => (one.Known!.Confidence, IsRight: one.Known.Likeliest == one.FaultClass)).ToArray();
        if (judged.Length == 0)
            return null;
        var bins = judged.GroupBy(one => Math.Clamp((int)Math.Ceiling(one.Confidence * CalibrationError.BinCount) - 1, 0, CalibrationError.BinCount - 1))
            .OrderBy(bin => bin.Key).Select(bin =>
            {
                var (right, count) = (bin.Count(one => one.IsRight), bin.Count());
                return new ReliabilityBin(
                    bin.Average(one => one.Confidence), (double)right / count, Limit(right, count, 0.025), Limit(right + 1, count, 0.975), count);
            });
        return new Reliability(
            [.. bins], CalibrationError.Of([.. judged.Select(one => one.Confidence)], [.. judged.Select(one => one.IsRight)]));
    }

    // Quantiles of the beta distributions of Clopper and Pearson (1934).
    private static double Limit(int successes, int count, double level) => level < 0.5
        ? successes == 0 ? 0 : MathNet.Numerics.Distributions.Beta.InvCDF(successes, count - successes + 1, level)
        : successes > count ? 1 : MathNet.Numerics.Distributions.Beta.InvCDF(successes, count - successes + 1, level);
}

/// <summary>How soon faults were found.</summary>
/// <param name="Groups">Curves: seconds from the onset to the alarm, ascending, negative where it came before; and how many faults there were.</param>
public sealed record LeadTimes(IReadOnlyList<LeadTimeCurve> Groups)
{
    /// <summary>Of all faults, and of those in the communication between accelerators and the others.</summary>
    /// <param name="faults">Class and seconds from the onset to the alarm; null when it was missed.</param>
    public static LeadTimes? Of(IReadOnlyList<(string Class, double? Seconds)> faults)
    {
        if (faults.Count == 0)
            return null;
        LeadTimeCurve Curve(string name, Func<string, bool> isMember)
        {
            var members = faults.Where(one => isMember(one.Class)).ToArray();
            return new LeadTimeCurve(name, [.. members.Select(one => one.Seconds).OfType<double>().Order()], members.Length);
        }
        bool IsQuick(string name) => FaultGroups.Is(name, group => group.IsCommunication);
        LeadTimeCurve[] curves = [Curve("all faults", _ => true), Curve("communication", IsQuick), Curve("others", name => !IsQuick(name))];
        return new LeadTimes([.. curves.Where(curve => curve.Faults > 0)]);
    }
}

/// <summary>How soon the faults of a group were found.</summary>
/// <param name="Name">The group.</param>
/// <param name="Seconds">Seconds from the onset to the alarm of those that were found, ascending.</param>
/// <param name="Faults">Faults of the group, missed ones included.</param>
public sealed record LeadTimeCurve(string Name, IReadOnlyList<double> Seconds, int Faults);
