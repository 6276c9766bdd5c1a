using System.CommandLine;
using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Evaluation.Leaderboard;
using Auscult.Foundation;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult leaderboard</c>: measures every method of a table beside its controls and rebuilds the table's files.</summary>
internal static class LeaderboardCommand
{
    public static Command Create(CliServices services)
    {
        var tables = new Argument<string[]>("table")
        {
            Description = "Tables, by their files in configs/leaderboard (default: all).",
            HelpName = "TABLE",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var folder = new Option<string>("--out")
        {
            Description = "Where TABLE.md and TABLE.csv are written.",
            HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine("experiments", "leaderboard"),
        };
        var cache = new Option<string>("--cache")
        {
            Description = "Where measured cells are kept; what is there is not measured again.",
            HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine("runs", "leaderboard"),
        };
        var methods = new Option<string[]>("--method")
        {
            Description = "Only this method; may be given several times. Prints, writes no files.",
            HelpName = "NAME",
        };
        var systems = new Option<string[]>("--system")
        {
            Description = "Only this system; may be given several times. Prints, writes no files.",
            HelpName = "NAME",
        };
        var fresh = new Option<string[]>("--fresh")
        {
            Description = "Measure this method again; may be given several times.",
            HelpName = "NAME",
        };
        var cached = new Option<bool>("--cached")
        {
            Description = "Measure nothing: make the tables of what is in the cache; what is missing is noted below them.",
        };
        var configs = new Option<string?>("--config-dir")
        {
            Description = "Folder with auscult.yaml and the groups (default: the one that comes with auscult).",
            HelpName = "DIR",
        };
        var command = new Command(
            "leaderboard", "Rebuild the tables of detectors and diagnosers beside their controls, from the cache where possible.")
        {
            tables, folder, cache, methods, systems, fresh, cached, configs,
        };
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            var plans = new LeaderboardPlans(ConfigFolder.Find(result.GetValue(configs), services.Environment), services.Environment);
            // A wrong table or setting is told before anything long begins.
            var wanted = result.GetValue(tables) is { Length: > 0 } named
                ? Array.ConvertAll(named, plans.Compose)
                : WithData([.. plans.Names.Select(plans.Compose)], services);
            var runner = new LeaderboardRunner(
                new LeaderboardOptions
                {
                    CacheFolder = result.GetValue(cache)!,
                    Methods = Known(result.GetValue(methods), "--method", wanted, plan => plan.Config.Methods),
                    Systems = Known(result.GetValue(systems), "--system", wanted, plan => [.. plan.Config.Systems.Keys]),
                    Fresh = Known(result.GetValue(fresh), "--fresh", wanted, plan => plan.Config.Methods),
                    IsCachedOnly = result.GetValue(cached),
                },
                services.Clock);
            var isWhole = result.GetValue(methods) is not { Length: > 0 } && result.GetValue(systems) is not { Length: > 0 };
            var built = new List<LeaderboardTable>();
            foreach (var plan in wanted)
            {
                var table = services.Progress.Run(plan.Name, runner.CellsOf(plan), progress =>
                    runner.Run(plan, (done, note) => progress(done, note), services.Cancellation));
                built.Add(table);
                if (isWhole)
                    LeaderboardFiles.Write(table, result.GetValue(folder)!);
                if (!json.TakesOutput(result))
                    LeaderboardTables.Write(services, table, isWhole ? Path.Combine(result.GetValue(folder)!, table.Name + ".md") : null);
            }
            json.Write(result, built);
            return built.TrueForAll(table => table.Identity.All(row => row.Holds)) ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;
    }

    /// <summary>Of all tables those that have data here; the others are named on standard error.</summary>
    private static LeaderboardPlan[] WithData(LeaderboardPlan[] plans, CliServices services)
    {
        foreach (var plan in plans.Where(plan => plan.Systems.All(system => system.Absent is not null)))
            services.Error.WriteLine($"auscult: table '{plan.Name}' left out: {plan.Systems[0].Absent}");
        return [.. plans.Where(plan => plan.Systems.Any(system => system.Absent is null))];
    }

    private static string[] Known(
        string[]? given, string option, LeaderboardPlan[] plans, Func<LeaderboardPlan, IReadOnlyList<string>> namesOf)
    {
        string[] known = [.. plans.SelectMany(namesOf).Distinct(StringComparer.Ordinal)];
        return given?.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? throw new InputException($"{option} '{unknown}' is in none of the tables", remedy: NearestName.Suggest(unknown, known))
            : given ?? [];
    }
}
