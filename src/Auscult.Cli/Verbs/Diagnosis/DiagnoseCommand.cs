using System.CommandLine;
using System.Globalization;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Model;

namespace Auscult.Cli.Verbs.Diagnosis;

/// <summary><c>auscult diagnose</c>: one incident with everything that speaks for what is said of it.</summary>
internal static class DiagnoseCommand
{
    // What somebody who asks about a time without an alarm wants to see.
    private const double AskedSeconds = 30;

    public static Command Create(CliServices services)
    {
        var command = new Command("diagnose", "Explain one incident: what, where, since when, how sure, and why.");
        var id = new Argument<string?>("incident")
        {
            Description = "Incident as 'auscult detect' names it: RECORDING/NUMBER. Or give --at.", HelpName = "INCIDENT", Arity = ArgumentArity.ZeroOrOne,
        };
        command.Arguments.Add(id);
        var config = new ConfigArguments(command, services);
        var json = new JsonOutput(command, services);
        var (run, cache) = (RunOptions.Run(), RunOptions.Cache());
        run.Required = true;
        var data = new Option<string?>("--dataset") { Description = "Dataset folder to judge (default: the run's own data).", HelpName = "DIR" };
        var at = new Option<string?>("--at")
        {
            Description = "Instead of an incident: a moment, ISO 8601, UTC unless it says otherwise.", HelpName = "TIME",
        };
        var check = new Option<bool>("--check")
        {
            Description = "Instead of an incident: check the evidence on labelled faults (deletion test, labelled signals, order of the chain).",
        };
        var recordings = new Option<string[]>("--recording")
        {
            Description = "With --check: only this recording; may be given several times (default: all that the model has not learned from).",
            HelpName = "NAME",
        };
        var correct = new Option<string?>("--correct")
        {
            Description = "Note what it really was: class=NAME, entity=ID, benign=true or several of them with commas; class=normal: nothing.",
            HelpName = "KEY=VALUE,...",
        };
        command.Options.Add(run);
        command.Options.Add(correct);
        command.Options.Add(check);
        command.Options.Add(recordings);
        command.Options.Add(data);
        command.Options.Add(at);
        command.Options.Add(cache);
        command.SetAction(result =>
        {
            var word = result.GetValue(id);
            string[] overrides = word?.Contains('=', StringComparison.Ordinal) == true ? [word] : [];
            var question = new Question(overrides.Length > 0 ? null : word, result.GetValue(at) is { } time ? Parse(time) : null, result.GetValue(check));
            question.Require();
            var model = RunModel.Open(result.GetRequiredValue(run)!, result.GetValue(data), result.GetValue(cache), result, config, overrides);
            if (question.IsCheck)
            {
                var outcome = EvidenceChecking.Run(model, result.GetValue(recordings) ?? [], services);
                if (!json.TakesOutput(result))
                    EvidenceChecking.Write(services, outcome);
                json.Write(result, outcome);
                return ExitCode.Ok;
            }
            var diagnosis = services.Progress.Run("judging", 1, report =>
            {
                var found = question.Time is { } moment ? At(model, moment) : Of(model, question.Incident!);
                report(1);
                return found;
            });
            if (!json.TakesOutput(result))
                DiagnosisPage.Write(services, diagnosis);
            json.Write(result, diagnosis);
            if (result.GetValue(correct) is { } correction)
                Correction.Note(model, diagnosis.Incident, correction, services);
            return ExitCode.Ok;
        });
        return command;
    }

    private static DateTimeOffset Parse(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new InputException($"'{text}' is no time", remedy: "write it as 2026-01-31T12:00:00Z");

    private static IncidentDiagnosis Of(RunModel run, string id)
    {
        var slash = id.LastIndexOf('/');
        if (slash < 0 || !int.TryParse(id.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new InputException($"'{id}' is no incident", remedy: "write it as 'auscult detect' lists it: RECORDING/NUMBER");
        var recording = run.Recordings([id[..slash]], _ => { })[0];
        var shifts = run.Open(recording);
        using var site = shifts.Site;
        var alarms = run.Model.Detect(shifts);
        return IncidentDiagnosis.Of(run.Model, shifts, alarms.FirstOrDefault(alarm => alarm.Id == number)
            ?? throw new InputException($"there is no incident '{id}'", run.Dataset.Location, remedy: Known(recording, alarms)));
    }

    private static string Known(string recording, IReadOnlyList<SiteAlarm> alarms) => alarms.Count == 0
        ? $"nothing was found in {recording}"
        : $"there are {string.Join(", ", alarms.Select(alarm => $"{recording}/{alarm.Id}"))}";

    private static IncidentDiagnosis At(RunModel run, DateTimeOffset time)
    {
        var recordings = run.Dataset.Manifest.Recordings;
        var recording = recordings.FirstOrDefault(candidate => time >= candidate.Start && time < candidate.End)
            ?? throw new InputException(
                $"there is no recording at {Words.Time(time)} UTC", run.Dataset.Location,
                remedy: $"they lie between {Words.Time(recordings.Min(one => one.Start))} and {Words.Time(recordings.Max(one => one.End))}");
        var shifts = run.Open(recording.Name);
        using var site = shifts.Site;
        var row = site.RowAt(time);
        var moment = Math.Max(0, shifts.MomentAt(row));
        var alarm = run.Model.Detect(shifts).FirstOrDefault(alarm => alarm.Start <= moment && alarm.LastSignificant >= moment);
        return alarm is not null
            ? IncidentDiagnosis.Of(run.Model, shifts, alarm)
            : IncidentDiagnosis.Of(run.Model, shifts, moment, Math.Max(moment, shifts.MomentAt(row + site.RowsIn(AskedSeconds))) + 1);
    }

    /// <summary>What is asked: one of an incident, a time, or a check of the evidence.</summary>
    private sealed record Question(string? Incident, DateTimeOffset? Time, bool IsCheck)
    {
        public void Require()
        {
            if ((Incident is null ? 0 : 1) + (Time is null ? 0 : 1) + (IsCheck ? 1 : 0) != 1)
                throw new InputException("which incident?", remedy: "give RECORDING/NUMBER as 'auscult detect' lists it, or --at TIME, or --check");
        }
    }
}
