using System.CommandLine;
using Auscult.Cli.Hosting;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary><c>auscult retrain rollback</c>: the version that served before the latest promotion serves again.</summary>
internal static class RetrainRollbackCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command("rollback", "Let the version serve that served before the latest promotion; once: a second call changes nothing.");
        var to = new Option<int?>("--to") { Description = "Another version instead.", HelpName = "VERSION" };
        var skip = RetrainOptions.SkipIfBusy();
        command.Options.Add(to);
        command.Options.Add(skip);
        var config = new ConfigArguments(command, services);
        command.SetAction(result => RetrainOptions.Run(
            config.Compose(result), services, result.GetValue(skip), retrainer => retrainer.RollBack(result.GetValue(to)),
            ended => services.Output.WriteLine(ended.Line)));
        return command;
    }
}
