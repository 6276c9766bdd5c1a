using System.CommandLine;
using Auscult.Cli.Hosting;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult config</c>: shows what a set of overrides composes to, without running anything.</summary>
internal static class ConfigCommand
{
    public static Command Create(CliServices services)
    {
        var command = new Command("config", "Print the configuration that the given overrides compose to, as YAML.");
        var config = new ConfigArguments(command, services);
        command.SetAction(result =>
        {
            services.Output.Write(config.Compose(result).ToYaml());
            return ExitCode.Ok;
        });
        return command;
    }
}
