using System.CommandLine;
using Auscult.Cli.Hosting;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary><c>auscult retrain</c>: what a scheduler runs; docs/guide/retraining.md.</summary>
internal static class RetrainCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command(
            "retrain", "Learn from the data since last time, and let the new model serve only when it is better than the champion beyond noise.")
        {
            RetrainRollbackCommand.Create(services),
            RetrainStatusCommand.Create(services),
            RetrainReportCommand.Create(services),
        };
        var accept = new Option<string[]>("--accept")
        {
            Description = "Take this dataset whatever the check says, also when it was refused before (repeatable).",
            HelpName = "DATASET",
            AllowMultipleArgumentsPerToken = false,
        };
        var skip = RetrainOptions.SkipIfBusy();
        command.Options.Add(accept);
        command.Options.Add(skip);
        var config = new ConfigArguments(command, services);
        var json = new JsonOutput(command, services);
        command.SetAction(result => RetrainOptions.Run(
            config.Compose(result), services, result.GetValue(skip),
            retrainer => retrainer.Run((result.GetValue(accept) ?? []).ToHashSet(StringComparer.Ordinal)),
            ended =>
            {
                if (!json.TakesOutput(result))
                    services.Output.WriteLine(ended.Line);
                json.Write(result, ended.Entry);
            }));
        return command;
    }
}
