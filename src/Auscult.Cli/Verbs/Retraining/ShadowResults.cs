using System.Globalization;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Learning.Sites;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary>Champion and challenger on the same data.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Champion">Version that serves.</param>
/// <param name="Challenger">The other one.</param>
/// <param name="Recordings">One each.</param>
internal sealed record ShadowResults(string Dataset, int Champion, int Challenger, IReadOnlyList<ShadowedRecording> Recordings)
{
    /// <summary>Alarms about which they disagree, of all alarms: one that only one has, or of another class or place.</summary>
    public double Disagreement =>
        Alarms == 0 ? 0 : Recordings.Sum(one => one.ChampionOnly + one.ChallengerOnly + one.Otherwise) / (double)Alarms;

    /// <summary>All in one line.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"they disagree about {100 * Disagreement:0} % of {Alarms} alarms; version {Champion} goes on serving");

    private int Alarms => Recordings.Sum(one => one.Both + one.ChampionOnly + one.ChallengerOnly);
}

/// <summary>Champion and challenger on one recording.</summary>
/// <param name="Recording">Its name.</param>
/// <param name="Both">Alarms that both have.</param>
/// <param name="ChampionOnly">Alarms that only the champion has.</param>
/// <param name="ChallengerOnly">Alarms that only the challenger has.</param>
/// <param name="OtherClass">Alarms of both with another class.</param>
/// <param name="OtherPlace">Alarms of both with another place.</param>
/// <param name="Otherwise">Alarms of both with another class or place.</param>
/// <param name="MomentsAtOdds">Share of moments that are significant to one of them only.</param>
/// <param name="Differences">Each disagreement in one line.</param>
internal sealed record ShadowedRecording(
    string Recording, int Both, int ChampionOnly, int ChallengerOnly, int OtherClass, int OtherPlace, int Otherwise, double MomentsAtOdds,
    IReadOnlyList<string> Differences)
{
    /// <summary>Lets both judge a recording. Alarms that overlap, give or take the time in which alarms are merged, are one.</summary>
    public static ShadowedRecording Of(Site site, DiagnosisModel champion, DiagnosisModel challenger)
    {
        var (first, second) = (Judged.Of(site, champion), Judged.Of(site, challenger));
        var slack = site.RowsIn(champion.Info.Alarm.MergeSeconds);
        var (lines, left) = (new List<string>(), second.Alarms.ToList());
        var (both, only, otherClass, otherPlace, otherwise) = (0, 0, 0, 0, 0);
        foreach (var alarm in first.Alarms)
        {
            if (left.Find(other => other.FirstRow <= alarm.LastRow + slack && alarm.FirstRow <= other.LastRow + slack) is not { } other)
            {
                only++;
                lines.Add($"{site.Recording} {alarm.Time}: only the champion says {alarm}");
                continue;
            }
            left.Remove(other);
            both++;
            otherClass += alarm.Class != other.Class ? 1 : 0;
            otherPlace += alarm.Place != other.Place ? 1 : 0;
            if (alarm.Class == other.Class && alarm.Place == other.Place)
                continue;
            otherwise++;
            lines.Add($"{site.Recording} {alarm.Time}: the champion says {alarm}, the challenger {other}");
        }
        lines.AddRange(left.Select(other => $"{site.Recording} {other.Time}: only the challenger says {other}"));
        var (moments, atOdds) = (Math.Min(first.IsSignificant.Length, second.IsSignificant.Length), 0);
        for (var m = 0; m < moments; m++)
            atOdds += first.IsSignificant[m] != second.IsSignificant[m] ? 1 : 0;
        return new ShadowedRecording(
            site.Recording, both, only, left.Count, otherClass, otherPlace, otherwise, atOdds / (double)Math.Max(1, moments), lines);
    }

    private sealed record Told(int FirstRow, int LastRow, string Time, string Class, string Place)
    {
        public override string ToString() => $"{Class} at {Place}";
    }

    private sealed record Judged(IReadOnlyList<Told> Alarms, bool[] IsSignificant)
    {
        public static Judged Of(Site site, DiagnosisModel model)
        {
            var shifts = SiteShifts.Trailing(site, model.Scales, model.Info.Site);
            var judgements = model.Diagnoser.Judge(shifts, [.. Enumerable.Range(0, shifts.Rows.Count)]);
            var evidence = new MomentEvidence[judgements.Length];
            Parallel.For(0, evidence.Length, m => evidence[m] = model.Alarms.Evidence(shifts, m, judgements[m], model.Info.Alarm));
            var alarms = AlarmTracker.Run(shifts, model.Alarms, model.Info.Alarm, evidence).Paged;
            return new Judged(
                [.. alarms.Select(alarm => new Told(
                    shifts.Rows[alarm.Start], shifts.Rows[alarm.LastSignificant],
                    site.TimeOf(shifts.Rows[alarm.Start]).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                    alarm.Verdict!.Class ?? "unsure", alarm.Verdict.Places[0].Name))],
                Array.ConvertAll(evidence, moment => moment.Score >= model.Alarms.Threshold));
        }
    }
}
