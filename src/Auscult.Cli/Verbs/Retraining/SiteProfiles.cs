using Auscult.Evaluation.Diagnosis;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Model;
using Auscult.Learning.Sites;
using Auscult.Retraining.Checks;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary>Recordings in numbers, as a model sees them.</summary>
internal static class SiteProfiles
{
    private const int SampledRows = 240;
    private const int SampledMoments = 30;
    private const int Features = 8;
    private const float Clear = 1.5f;

    /// <summary>A recording's signals and the features of its layers; nobody judges it.</summary>
    public static RecordingProfile Of(string name, SiteShifts shifts, AlarmConfig alarm)
    {
        int[] normal = [.. NormalBlocks.Of(shifts, alarm).SelectMany(block => block)];
        var moments = Spaced(normal);
        return new RecordingProfile
        {
            Name = name,
            Signals = Signals(shifts.Site),
            Samples = Enum.GetValues<Layer>().Select(layer => (Name: layer.ToString().ToLowerInvariant(), Rows: moments
                    .Select(m => FeaturesOf(shifts, m, layer)).OfType<float[]>().ToArray()))
                .Where(layer => layer.Rows.Length > 0).ToDictionary(layer => layer.Name, layer => layer.Rows, StringComparer.Ordinal),
            Faults = shifts.Site.Faults.Count,
            FaultTime = FaultRows(shifts.Site) / (double)shifts.Site.RowCount,
        };
    }

    /// <summary>A recording that a model has not learned from, with what the model says of it.</summary>
    public static RecordingProfile Judged(string name, JudgedSite judged, DiagnosisModel model)
    {
        var (shifts, alarm) = (judged.Site, model.Info.Alarm);
        var profile = Of(name, shifts, alarm);
        var blocks = NormalBlocks.Of(shifts, alarm);
        var samples = new Dictionary<string, float[][]>(profile.Samples, StringComparer.Ordinal)
        {
            ["embedding"] = [.. Spaced([.. blocks.SelectMany(block => block)]).Select(m => judged.Judgements[m].Embedding)],
            ["score"] = [.. blocks.Select(block => new[] { (float)block.Max(m => model.Alarms.Evidence(shifts, m, judged.Judgements[m], alarm).Score) })],
        };
        var places = new SitePlaces(shifts.Site);
        LabelledVerdict[] verdicts =
        [
            .. shifts.Site.Faults.Select(fault => (Fault: fault, Said: JudgedTestSite.Known(judged, fault, model.Alarms, places, alarm)))
                .Where(one => one.Said is not null).Select(one => new LabelledVerdict(one.Fault.Incident.FaultClass, one.Said!.Likeliest, one.Said.Confidence, one.Said.PlaceRank <= 1)),
        ];
        var known = FaultsOf(model).ToHashSet(StringComparer.Ordinal);
        samples["confidence"] =
            [.. verdicts.Where(one => known.Contains(one.Label)).Select(one => new[] { (float)(one.Confidence - (one.Label == one.Said ? 1 : 0)) })];
        return profile with { Samples = samples, Verdicts = verdicts };
    }

    /// <summary>Classes of faults that a model has learned.</summary>
    public static IReadOnlyList<string> FaultsOf(DiagnosisModel model)
    {
        var classes = model.Diagnoser.Classes;
        return [.. classes.Names.Where((_, c) => !classes.IsBenign[c])];
    }

    private static int FaultRows(Site site) =>
        Enumerable.Range(0, site.RowCount).Count(row => site.Faults.Any(fault => fault.FirstRow <= row && row < fault.EndRow));

    private static int[] Spaced(int[] moments)
    {
        var count = Math.Min(SampledMoments, moments.Length);
        return [.. Enumerable.Range(0, count).Select(i => moments[(int)((i + 0.5) * moments.Length / count)])];
    }

    /// <summary>
    /// A layer at a moment over all entities and signals: mean size of the shifts from the own past and from the peers and how many are clear, presence,
    /// what is unknown, motion and its size; null where the site has no such layer.
    /// </summary>
    private static float[]? FeaturesOf(SiteShifts shifts, int moment, Layer layer)
    {
        var (sums, cells, owns, peers, motions) = (new double[Features], 0, 0, 0, 0);
        foreach (var kind in shifts.Kinds)
        {
            for (var s = 0; s < kind.Signals.Count; s++)
            {
                if (kind.Signals[s].Layer != layer)
                    continue;
                for (var e = 0; e < kind.Entities.Count; e++)
                {
                    var cell = kind.At(moment, e).Slice(s * KindShifts.Channels, KindShifts.Channels);
                    cells++;
                    Add(cell[(int)ShiftChannel.Own], 0, ref owns);
                    Add(cell[(int)ShiftChannel.Peer], 2, ref peers);
                    sums[4] += cell[(int)ShiftChannel.Presence];
                    sums[5] += float.IsNaN(cell[(int)ShiftChannel.Own]) ? 1 : 0;
                    if (float.IsNaN(cell[(int)ShiftChannel.Motion]))
                        continue;
                    motions++;
                    sums[6] += cell[(int)ShiftChannel.Motion];
                    sums[7] += Math.Abs(cell[(int)ShiftChannel.Motion]);
                }
            }
        }
        if (cells == 0)
            return null;
        int[] counts = [owns, owns, peers, peers, cells, cells, motions, motions];
        return [.. sums.Select((sum, f) => (float)(sum / Math.Max(1, counts[f])))];

        void Add(float value, int at, ref int count)
        {
            if (float.IsNaN(value))
                return;
            count++;
            sums[at] += Math.Abs(value);
            sums[at + 1] += Math.Abs(value) > Clear ? 1 : 0;
        }
    }

    private static Dictionary<string, SignalProfile> Signals(Site site)
    {
        var found = new Dictionary<string, SignalProfile>(StringComparer.Ordinal);
        foreach (var kind in site.Kinds)
        {
            var signals = kind.Frame.Schema.Signals;
            var profiles = new SignalProfile[signals.Count];
            Parallel.For(0, profiles.Length, s => profiles[s] = ProfileOf(kind.Frame, s));
            for (var s = 0; s < profiles.Length; s++)
                found[SignalScales.Key(kind.Kind, signals[s].Name)] = profiles[s];
        }
        return found;
    }

    private static SignalProfile ProfileOf(Frame frame, int signal)
    {
        var (rows, width) = (frame.Schema.RowCount, frame.Schema.Signals.Count);
        var every = Math.Max(1, rows / SampledRows);
        var (levels, looked, seen, moves) = (new List<float>(), 0, 0, false);
        for (var e = 0; e < frame.Schema.Entities.Count; e++)
        {
            var plane = frame.Rows(e, 0, rows);
            var first = float.NaN;
            for (var row = 0; row < rows; row++)
            {
                var value = plane[(row * width) + signal];
                if (!float.IsNaN(value))
                {
                    moves |= !float.IsNaN(first) && value != first;
                    first = float.IsNaN(first) ? value : first;
                }
                if (row % every != 0)
                    continue;
                looked++;
                seen += float.IsNaN(value) ? 0 : 1;
                if (!float.IsNaN(value) && value != 0)
                    levels.Add(Math.Abs(value));
            }
        }
        levels.Sort();
        var about = frame.Schema.Signals[signal];
        return new SignalProfile(
            about.Layer.ToString().ToLowerInvariant(), about.Unit, looked == 0 ? 0 : (double)seen / looked,
            levels.Count == 0 ? 0 : levels[levels.Count / 2], moves);
    }
}
