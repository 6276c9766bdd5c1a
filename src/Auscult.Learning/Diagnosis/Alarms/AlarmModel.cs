using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Foundation;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>A diagnoser's classes, usual scores and confidence: what turns its judgements into alarms. Fitted on sites it has not learned from.</summary>
public sealed record AlarmModel
{
    private const double SmallestProbability = 1e-6;
    private const double SmallestUnexplained = 1e-3;

    /// <summary>Name of the diagnoser.</summary>
    public required string Diagnoser { get; init; }

    /// <summary>Its classes.</summary>
    public required DiagnosisClasses Classes { get; init; }

    /// <summary>Weights of the <see cref="Parts"/> in the fused score.</summary>
    public required ScoreFusion Fusion { get; init; }

    /// <summary>Fused score from which on a moment is significant.</summary>
    public required double Threshold { get; init; }

    /// <summary>Significant moments that confirm an alarm.</summary>
    public required int ConfirmMoments { get; init; }

    /// <summary>Largest fused scores of held-out blocks without a fault.</summary>
    public required ConformalScores Scores { get; init; }

    /// <summary>Scores of entities by kind, one per entity and block.</summary>
    public required IReadOnlyDictionary<EntityKind, ConformalScores> Entities { get; init; }

    /// <summary>Confidence of the classes.</summary>
    public required ClassCalibration Calibration { get; init; }

    /// <summary>What is known.</summary>
    public required IncidentMemory Memory { get; init; }

    /// <summary>Novelty of held-out incidents of known classes; null when there was none.</summary>
    public required ConformalScores? Novelty { get; init; }

    /// <summary>How the choice did on the sites it was made on.</summary>
    public required AlarmChoice Choice { get; init; }

    /// <summary>As JSON, to lie beside the diagnoser that it belongs to.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, AlarmModelJson.Default.AlarmModel);

    /// <summary>From <see cref="ToJson"/>.</summary>
    /// <exception cref="InputException">It is malformed.</exception>
    public static AlarmModel FromJson(string json, string file)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AlarmModelJson.Default.AlarmModel) ?? throw new InputException("no alarm model", file);
        }
        catch (JsonException error)
        {
            throw new InputException($"no alarm model: {error.Message}", file, error.LineNumber + 1, inner: error);
        }
    }

    /// <summary>Log-odds of a fault, anomaly score, strangeness of the entities, log-probability of what no benign class explains.</summary>
    public static double[] Parts(SiteJudgement judgement, DiagnosisClasses classes, double strangeness)
    {
        var fault = Math.Clamp(classes.FaultProbability(judgement.Probabilities), SmallestProbability, 1 - SmallestProbability);
        var benign = classes.Names.Select((_, c) => c > 0 && classes.IsBenign[c] ? judgement.Probabilities[c] : 0).Sum();
        return [Math.Log(fault / (1 - fault)), judgement.Anomaly, strangeness, Math.Log(Math.Max(SmallestUnexplained, 1 - benign))];
    }

    /// <summary>What a moment says.</summary>
    /// <param name="site">The site.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="judgement">What the diagnoser says of it.</param>
    /// <param name="config">Rate of false discoveries.</param>
    public MomentEvidence Evidence(SiteShifts site, int moment, SiteJudgement judgement, AlarmConfig config)
    {
        var (strange, strangeness) = EntityEvidence.Of(site, moment, Entities, config);
        var score = Fusion.Of(Parts(judgement, Classes, strangeness));
        return new MomentEvidence(moment, site.Rows[moment], score, Scores.PValue(score), judgement, strange);
    }

    /// <summary>Everything that is said of an incident, from the evidence so far.</summary>
    /// <param name="places">Places of the site.</param>
    /// <param name="evidence">Moments that were judged; at least one.</param>
    /// <param name="config">Limits.</param>
    public AlarmVerdict Verdict(SitePlaces places, EvidenceSum evidence, AlarmConfig config)
    {
        var logs = evidence.MeanLogClasses();
        var faults = Calibration.Faults(logs, Classes);
        var embedding = evidence.MeanEmbedding();
        var blame = evidence.MeanBlame();
        var novelty = ClassCalibration.Indecision(faults);
        var isFault = logs.Select(Math.Exp).Where((_, c) => !Classes.IsBenign[c]).Sum();
        var benign = Classes.Names.Select((name, c) => Classes.IsBenign[c] && c > 0 && name != DiagnosisClasses.Recovery ? Math.Exp(logs[c]) : 0).Sum();
        return new AlarmVerdict
        {
            Classes = [.. Classes.Names.Select((name, c) => new RankedName(name, faults[c])).Where(ranked => ranked.Share > 0)
                .OrderByDescending(ranked => ranked.Share)],
            Blame = blame,
            Places = [.. places.Blame(blame).Select((share, p) => new RankedName(places.Names[p], share))
                .OrderByDescending(ranked => ranked.Share)],
            FaultShare = isFault / Math.Max(isFault + benign, SmallestProbability),
            Embedding = embedding,
            Novelty = novelty,
            NoveltyP = Novelty?.PValue(novelty) ?? 1,
            UnknownLevel = config.UnknownLevel,
            AbstainBelow = config.AbstainBelow,
        };
    }
}

/// <summary>A weighted sum of scores, each in units of how much it usually varies without a fault.</summary>
/// <param name="Weights">One per score.</param>
/// <param name="Centres">Usual value without a fault.</param>
/// <param name="Spreads">Usual variation without a fault; positive.</param>
public sealed record ScoreFusion(IReadOnlyList<double> Weights, IReadOnlyList<double> Centres, IReadOnlyList<double> Spreads)
{
    /// <summary>The fused score.</summary>
    public double Of(IReadOnlyList<double> parts)
    {
        var sum = 0.0;
        for (var i = 0; i < parts.Count; i++)
            sum += Weights[i] * (parts[i] - Centres[i]) / Spreads[i];
        return sum;
    }
}

/// <summary>How a threshold did on the sites it was chosen on.</summary>
/// <param name="F1">Event F1.</param>
/// <param name="FalseAlarms">Alarms outside of any fault.</param>
/// <param name="AcceleratorDays">Days that were judged times accelerators.</param>
/// <param name="Blocks">Blocks without a fault that calibrate the score.</param>
public sealed record AlarmChoice(double F1, int FalseAlarms, double AcceleratorDays, int Blocks);

/// <summary>A name with its share of the belief.</summary>
public sealed record RankedName(string Name, double Share);

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(AlarmModel))]
internal sealed partial class AlarmModelJson : JsonSerializerContext;
