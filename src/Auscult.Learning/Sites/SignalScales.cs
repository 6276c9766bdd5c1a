using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Learning.Sites;

/// <summary>
/// How much each signal usually moves around the median of its entity, learned from many sites: the yardstick for signals that rest
/// at one value at a new site. A signal is known by its kind of entity and its name in the catalogue.
/// </summary>
/// <param name="Spreads">Typical spread by <c>kind/signal</c>, in the signal's unit; positive.</param>
public sealed record SignalScales(IReadOnlyDictionary<string, double> Spreads)
{
    private const int SampledRows = 240;
    private const double NormalInterquartileRange = 1.349;
    private const double DeviationShare = 0.1;
    private const double LevelShare = 0.05;
    private const double SmallestSpread = 1e-30;

    /// <summary>No knowledge: every signal is measured by its own level.</summary>
    public static SignalScales None { get; } = new(new Dictionary<string, double>());

    /// <summary>Learns from all rows of some sites; labels are not looked at.</summary>
    public static SignalScales Fit(IEnumerable<Site> sites)
    {
        var moves = new Dictionary<string, List<(double Spread, int Count)>>(StringComparer.Ordinal);
        foreach (var site in sites)
        {
            foreach (var kind in site.Kinds)
            {
                var found = new (double Spread, int Count)[kind.Frame.Schema.Signals.Count];
                Parallel.For(0, found.Length, s => found[s] = Spread(kind.Frame, s));
                for (var s = 0; s < found.Length; s++)
                {
                    if (found[s].Count == 0)
                        continue;
                    var key = Key(kind.Kind, kind.Frame.Schema.Signals[s].Name);
                    if (!moves.TryGetValue(key, out var list))
                        moves.Add(key, list = []);
                    list.Add(found[s]);
                }
            }
        }
        // The median over sites: one site with a storm in it does not make the signal look restless everywhere.
        return new SignalScales(moves.ToDictionary(pair => pair.Key, pair => Typical(pair.Value), StringComparer.Ordinal));
    }

    /// <summary>The spread of a signal; where it is unknown, a share of its level.</summary>
    /// <param name="kind">What it is measured on.</param>
    /// <param name="signal">Its description.</param>
    /// <param name="level">Its usual value at this site.</param>
    public double Of(EntityKind kind, Signal signal, double level)
    {
        var (least, levelShare, atZero) = FloorOf(kind, signal);
        return Math.Max(least, level == 0 ? atZero : levelShare * Math.Abs(level));
    }

    /// <summary>What <see cref="Spreads"/> calls a signal.</summary>
    public static string Key(EntityKind kind, string signal) => $"{kind.ToString().ToLowerInvariant()}/{signal}";

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SignalScalesJson.Default.SignalScales);

    /// <summary>From <see cref="ToJson"/>.</summary>
    /// <exception cref="InputException">It is malformed.</exception>
    public static SignalScales FromJson(string json, string file)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SignalScalesJson.Default.SignalScales) ?? throw new InputException("no signal scales", file);
        }
        catch (JsonException error)
        {
            throw new InputException($"no signal scales: {error.Message}", file, error.LineNumber + 1, inner: error);
        }
    }

    /// <summary>A spread as its least value, the share of the level that it has at least, and its least value at level 0.</summary>
    internal (double Least, double LevelShare, double AtZero) FloorOf(EntityKind kind, Signal signal) =>
        Spreads.TryGetValue(Key(kind, signal.Name), out var spread) ? (spread, 0, 0)
        : signal.Unit is "ratio" or "bool" ? (LevelShare, LevelShare, 0)
        : (SmallestSpread, LevelShare, 1);

    private static double Typical(List<(double Spread, int Count)> ofSites)
    {
        var moving = ofSites.Where(site => site.Spread > 0).Select(site => site.Spread).Order().ToArray();
        return moving.Length == 0 ? 1 : moving[moving.Length / 2];
    }

    private static (double Spread, int Count) Spread(Frame frame, int signal)
    {
        var (rows, width) = (frame.Schema.RowCount, frame.Schema.Signals.Count);
        var every = Math.Max(1, rows / SampledRows);
        var moves = new List<double>();
        var values = new List<double>();
        for (var e = 0; e < frame.Schema.Entities.Count; e++)
        {
            var plane = frame.Rows(e, 0, rows);
            values.Clear();
            for (var row = 0; row < rows; row += every)
            {
                var value = plane[(row * width) + signal];
                if (!float.IsNaN(value))
                    values.Add(value);
            }
            if (values.Count == 0)
                continue;
            values.Sort();
            var median = values[values.Count / 2];
            moves.AddRange(values.Select(value => value - median));
        }
        if (moves.Count == 0)
            return (0, 0);
        moves.Sort();
        var robust = (moves[moves.Count * 3 / 4] - moves[moves.Count / 4]) / NormalInterquartileRange;
        var deviation = Math.Sqrt(moves.Sum(move => move * move) / moves.Count);
        return (Math.Max(robust, DeviationShare * deviation), moves.Count);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SignalScales))]
internal sealed partial class SignalScalesJson : JsonSerializerContext;
