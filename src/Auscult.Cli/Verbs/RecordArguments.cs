using System.CommandLine;
using Auscult.Telemetry.Loading.Recorded;

namespace Auscult.Cli.Verbs;

/// <summary>The options of <c>auscult record</c>.</summary>
internal sealed class RecordArguments
{
    private readonly Option<string> _out = new("--out") { Description = "Dataset folder to write.", HelpName = "DIR", Required = true };
    private readonly Option<double?> _seconds = new("--seconds") { Description = "How long to record (default: until stopped).", HelpName = "N" };
    private readonly Option<double> _hertz = new("--hz") { Description = "Samples per second.", HelpName = "H", DefaultValueFactory = _ => 1 };
    private readonly Option<string[]> _model = Files("--model", "Training telemetry file (JSON lines) to follow; may be repeated.");
    private readonly Option<string[]> _labels = Files("--labels", "File of incidents and events (JSON lines) to follow; may be repeated.");
    private readonly Option<string> _node = Text("--node", "Id of this machine in the dataset.", "NAME", "node0");
    private readonly Option<string> _recording = Text("--recording", "Name of the recording within the dataset.", "NAME", "recording-1");
    private readonly Option<string> _origin = Text("--origin", "Where the data come from, in one line.", "TEXT", "auscult record");
    private readonly Option<string> _licence = Text("--licence", "Licence of the data: an SPDX identifier.", "ID", "unspecified");
    private readonly Option<bool> _append = new("--append") { Description = "Add the recording to a dataset folder that exists." };
    private readonly Option<bool> _recover = new("--recover") { Description = "Make the folder from what a killed recorder left behind." };

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public RecordArguments(Command command)
    {
        _seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is <= 0 or double.NaN)
                result.AddError("--seconds must be above 0");
        });
        foreach (var option in new Option[] { _out, _seconds, _hertz, _model, _labels, _node, _recording, _append, _recover, _origin, _licence })
            command.Options.Add(option);
    }

    /// <summary>Whether an earlier recording is to be recovered instead of making a new one.</summary>
    public bool IsRecovery(ParseResult result) => result.GetValue(_recover);

    /// <summary>What the user asked for.</summary>
    public RecordingOptions Bind(ParseResult result) => new()
    {
        OutputDirectory = result.GetValue(_out)!,
        Hertz = result.GetValue(_hertz),
        Duration = result.GetValue(_seconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Node = result.GetValue(_node)!,
        Recording = result.GetValue(_recording)!,
        Append = result.GetValue(_append),
        TrainingLogs = result.GetValue(_model) ?? [],
        LabelFiles = result.GetValue(_labels) ?? [],
        Origin = result.GetValue(_origin)!,
        Licence = result.GetValue(_licence)!,
    };

    private static Option<string> Text(string name, string description, string help, string value) =>
        new(name) { Description = description, HelpName = help, DefaultValueFactory = _ => value };

    private static Option<string[]> Files(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
