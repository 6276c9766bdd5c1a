using System.Globalization;
using Auscult.Telemetry.Domain;

namespace Auscult.Retraining.Checks;

/// <summary>Whether labels tell anything of the telemetry that they lie on.</summary>
internal static class LabelCheck
{
    /// <summary>Reasons to refuse the labels, and what is only worth a note.</summary>
    public static (IReadOnlyList<string> Refusals, IReadOnlyList<string> Notes) Of(
        DataProfile champion, IReadOnlyList<RecordingProfile> fresh, CheckConfig config, Seeds seeds)
    {
        var (refusals, notes) = (TooMuch(fresh, config).ToList(), new List<string>());
        var verdicts = fresh.SelectMany(recording => recording.Verdicts).ToArray();
        var added = verdicts.Select(one => one.Label).Except(champion.KnownFaults, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (added.Length > 0)
            notes.Add($"classes that the champion does not know: {string.Join(", ", added)}");
        if (fresh.Sum(recording => recording.Faults) == 0)
            notes.Add("no labelled fault");
        var known = verdicts.Where(one => champion.KnownFaults.Contains(one.Label, StringComparer.Ordinal)).ToArray();
        if (known.Length < config.MinLabels)
            return (refusals, notes);
        var (agreeing, p) = Shuffling(known, config.Draws, seeds);
        var usual = champion.Recordings.SelectMany(recording => recording.Verdicts).Select(one => one.Label == one.Said ? 1.0 : 0)
            .DefaultIfEmpty(double.NaN).Average();
        var line = string.Create(
            CultureInfo.InvariantCulture, $"the champion agrees with {agreeing} of {known.Length} labels (usually {100 * usual:0} %)");
        if (p > config.LabelLevel)
            refusals.Add(string.Create(CultureInfo.InvariantCulture, $"labels tell no more of the telemetry than shuffled ones: {line}, p {p:0.000}"));
        else
            notes.Add(line);
        return (refusals, notes);
    }

    /// <summary>Recordings of which faults cover nearly all.</summary>
    public static IEnumerable<string> TooMuch(IReadOnlyList<RecordingProfile> fresh, CheckConfig config) =>
        fresh.Where(recording => recording.FaultTime > config.MaxFaultTime).Select(recording =>
            string.Create(CultureInfo.InvariantCulture, $"labelled faults cover {100 * recording.FaultTime:0} % of {recording.Name}"));

    /// <summary>
    /// A permutation test: verdicts that agree with their labels, and how often at least as many do when the labels are dealt anew among the same faults.
    /// </summary>
    internal static (int Agreeing, double P) Shuffling(IReadOnlyList<LabelledVerdict> verdicts, int draws, Seeds seeds)
    {
        string[] labels = [.. verdicts.Select(one => one.Label)];
        var agreeing = Agreeing(labels);
        var random = seeds.Child("labels").Generator();
        var asMany = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            random.Shuffle(labels);
            asMany += Agreeing(labels) >= agreeing ? 1 : 0;
        }
        return (agreeing, (1.0 + asMany) / (1 + draws));

        int Agreeing(string[] dealt)
        {
            var count = 0;
            for (var i = 0; i < dealt.Length; i++)
                count += dealt[i] == verdicts[i].Said ? 1 : 0;
            return count;
        }
    }
}
