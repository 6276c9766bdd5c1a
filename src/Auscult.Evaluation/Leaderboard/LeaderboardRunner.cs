using System.Globalization;
using Auscult.Evaluation.Leaderboard.Kinds;
using Auscult.Foundation;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Leaderboard;

/// <summary>What of a table is measured, and how.</summary>
public sealed record LeaderboardOptions
{
    /// <summary>Folder of the cache: cells and fused frames.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Only these methods; empty: all of the table.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Only these systems; empty: all of the table.</summary>
    public IReadOnlyList<string> Systems { get; init; } = [];

    /// <summary>Methods whose cached cells are not used.</summary>
    public IReadOnlyList<string> Fresh { get; init; } = [];

    /// <summary>
    /// Whether nothing is measured: the table is made of the cells that are there, and what is missing is noted. Default false.
    /// </summary>
    public bool IsCachedOnly { get; init; }
}

/// <summary>Measures the cells of a table that the cache does not hold, and makes the table of all of them.</summary>
/// <param name="options">What is measured.</param>
/// <param name="clock">Measures time.</param>
public sealed class LeaderboardRunner(LeaderboardOptions options, TimeProvider clock)
{
    private static readonly string Build = typeof(LeaderboardRunner).Assembly.ManifestModule.ModuleVersionId.ToString("N")[..12];

    /// <summary>Number of cells that <see cref="Run"/> reports to its progress at most.</summary>
    public int CellsOf(LeaderboardPlan plan) => SystemsOf(plan).Length * MethodsOf(plan).Sum(method => SeedsOf(plan.Config, method));

    /// <summary>Rebuilds a table.</summary>
    /// <param name="plan">The table and its systems.</param>
    /// <param name="progress">Told before each cell that is measured: cells so far, and which one.</param>
    /// <param name="stop">Ends between two cells; what was measured stays in the cache.</param>
    /// <exception cref="InputException">A method is unknown, or no system has data.</exception>
    public LeaderboardTable Run(LeaderboardPlan plan, Action<int, string> progress, CancellationToken stop)
    {
        var kind = KindOf(plan.Config);
        if (plan.Config.Methods.FirstOrDefault(method => !kind.Methods.Contains(method, StringComparer.Ordinal)) is { } unknown)
            throw new InputException($"leaderboard.methods: '{unknown}' is unknown", remedy: NearestName.Suggest(unknown, kind.Methods));
        var cache = new CellCache(Path.Combine(options.CacheFolder, plan.Name));
        var run = new Progress();
        foreach (var system in SystemsOf(plan))
        {
            if (system.Absent is { } absent)
                run.Notes.Add($"{system.Name} left out: {absent}");
            else
                Measure(plan, kind, system, cache, run, progress, stop);
        }
        if (run.Cells.Count == 0)
            throw new InputException($"'{plan.Name}': nothing could be measured ({string.Join("; ", run.Notes)})");
        var ofCells = run.Cells.SelectMany(cell => cell.Measurement.Notes).Distinct(StringComparer.Ordinal);
        var missing = run.Missing.GroupBy(cell => cell.Method, StringComparer.Ordinal)
            .Select(method => $"{method.Key} not measured yet on {string.Join(", ", method.Select(cell => cell.System))}");
        return TableBuilder.Of(plan, kind, run.Cells, [.. ofCells, .. run.Notes, .. missing, .. OtherBuilds(run.Cells)], run.Measured);
    }

    private void Measure(
        LeaderboardPlan plan, ILeaderboardKind kind, LeaderboardSystem system, CellCache cache, Progress run,
        Action<int, string> progress, CancellationToken stop)
    {
        var dataset = system.Load();
        var fingerprint = PreparedData.FingerprintOf(dataset, system.Pipeline);
        var protocol = string.Create(CultureInfo.InvariantCulture, $"{kind.SettingsOf(system)}\nsplit seed {system.Pipeline.Seed}");
        using var opened = new Opened(() => Prepare(dataset, system), data => kind.Open(data, system));
        foreach (var method in MethodsOf(plan))
        {
            if (plan.Config.Skip.Any(rule => rule.Method == method) && SkipReason(plan.Config, method, system, opened) is { } reason)
            {
                run.Notes.Add($"{method} left out on {system.Name}: {reason}");
                run.Done += SeedsOf(plan.Config, method);
                continue;
            }
            for (var seed = 1; seed <= SeedsOf(plan.Config, method); seed++)
            {
                stop.ThrowIfCancellationRequested();
                var key = new CellKey(fingerprint, protocol, method, plan.Config.Versions.GetValueOrDefault(method, 1), seed);
                var cell = options.Fresh.Contains(method, StringComparer.Ordinal) ? null : cache.Find(system.Name, key);
                if (cell is null && options.IsCachedOnly)
                {
                    run.Missing.Add((method, string.Create(CultureInfo.InvariantCulture, $"{system.Name} (seed {seed})")));
                }
                else if (cell is null)
                {
                    progress(run.Done, string.Create(CultureInfo.InvariantCulture, $"{system.Name}: {method}, seed {seed}"));
                    cell = TryMeasure(opened, system, method, seed, key, run.Notes);
                    run.Measured += cell is null ? 0 : 1;
                    if (cell is not null)
                        cache.Keep(key, cell);
                }
                run.Done++;
                if (cell is not null)
                    run.Cells.Add(cell);
            }
        }
    }

    /// <summary>
    /// Null, with a note, for a method that cannot do with these data, such as windows that are longer than the training rows.
    /// </summary>
    private static LeaderboardCell? TryMeasure(
        Opened opened, LeaderboardSystem system, string method, int seed, CellKey key, List<string> notes)
    {
        var measured = opened.System;
        using var memory = new PeakMemory();
        Measurement measurement;
        try
        {
            measurement = measured.Measure(method, new Seeds(seed).Child("leaderboard"));
        }
        catch (InputException e)
        {
            notes.Add($"{method} left out on {system.Name}: {e.Message}");
            return null;
        }
        return new LeaderboardCell
        {
            System = system.Name,
            Method = method,
            Seed = seed,
            Key = key.Digest,
            Build = Build,
            PeakMegabytes = memory.Megabytes,
            Measurement = measurement,
        };
    }

    private PreparedData Prepare(Dataset dataset, LeaderboardSystem system) =>
        PreparedData.From(dataset, system.Pipeline, Path.Combine(options.CacheFolder, "frames"));

    private static string? SkipReason(LeaderboardConfig config, string method, LeaderboardSystem system, Opened opened)
    {
        var schema = opened.Data.Frame.Schema;
        var rows = (long)schema.RowCount * schema.Entities.Count;
        return config.Skip.FirstOrDefault(rule => rule.Applies(method, system.Name, rows, schema.Signals.Count)) is { } rule
            ? string.Create(CultureInfo.InvariantCulture, $"{rule.Reason} ({rows} rows, {schema.Signals.Count} signals)")
            : null;
    }

    private static IEnumerable<string> OtherBuilds(List<LeaderboardCell> cells)
    {
        var earlier = cells.Where(cell => cell.Build != Build).Select(cell => cell.Method).ToArray();
        return earlier.Length == 0 ? [] :
        [
            $"{earlier.Length} of {cells.Count} cells were measured by earlier builds of the program (--fresh METHOD measures again): "
            + string.Join(", ", earlier.Distinct(StringComparer.Ordinal)),
        ];
    }

    private ILeaderboardKind KindOf(LeaderboardConfig config) => config.Kind switch
    {
        TableKind.Detection => new DetectionKind(config, clock),
        TableKind.Causes => new CauseKind(config, clock),
        TableKind.Signals => new RankingKind(clock),
        _ => new EventKind(config, clock),
    };

    private LeaderboardSystem[] SystemsOf(LeaderboardPlan plan) =>
        [.. plan.Systems.Where(system => options.Systems.Count == 0 || options.Systems.Contains(system.Name, StringComparer.Ordinal))];

    private string[] MethodsOf(LeaderboardPlan plan) =>
        [.. plan.Config.Methods.Where(method => options.Methods.Count == 0 || options.Methods.Contains(method, StringComparer.Ordinal))];

    private static int SeedsOf(LeaderboardConfig config, string method) =>
        config.Draws.Contains(method, StringComparer.Ordinal) ? config.NumSeeds : 1;

    private sealed class Progress
    {
        public List<LeaderboardCell> Cells { get; } = [];

        public List<string> Notes { get; } = [];

        public List<(string Method, string System)> Missing { get; } = [];

        public int Done { get; set; }

        public int Measured { get; set; }
    }

    /// <summary>A system that is prepared when the first of its cells is missing: a table from the cache prepares none.</summary>
    private sealed class Opened(Func<PreparedData> prepare, Func<PreparedData, IMeasuredSystem> open) : IDisposable
    {
        private PreparedData? _data;
        private IMeasuredSystem? _system;

        public PreparedData Data => _data ??= prepare();

        public IMeasuredSystem System => _system ??= open(Data);

        public void Dispose() => _data?.Dispose();
    }
}
