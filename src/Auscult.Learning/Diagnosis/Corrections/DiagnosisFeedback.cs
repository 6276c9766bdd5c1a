using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Foundation;
using Auscult.Learning.Sites;
using Auscult.Telemetry.Domain;

namespace Auscult.Learning.Diagnosis.Corrections;

/// <summary>
/// What an operator says of an incident: one JSON object per line of a file. Either <see cref="Incident"/> names a labelled one, or recording,
/// start and end say where another one was.
/// </summary>
public sealed record DiagnosisFeedback
{
    /// <summary>Id of a labelled incident.</summary>
    public string? Incident { get; init; }

    /// <summary>Recording of an interval that has no label yet.</summary>
    public string? Recording { get; init; }

    /// <summary>Its first moment.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>First moment after it.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>What it was, in snake case; <c>normal</c> when there was nothing; null leaves the class as it was.</summary>
    public string? Class { get; init; }

    /// <summary>Where it started; null leaves it as it was, or says the whole cluster.</summary>
    public string? Entity { get; init; }

    /// <summary>Whether it was harmless; null leaves it as it was, or says no.</summary>
    public bool? Benign { get; init; }

    /// <summary>Reads a file; empty lines are skipped.</summary>
    /// <exception cref="InputException">The file is missing, or a line is no feedback.</exception>
    public static IReadOnlyList<DiagnosisFeedback> Load(string file)
    {
        if (!File.Exists(file))
            throw new InputException("no such file", file, remedy: "write one JSON object per line: docs/guide/alarms.md");
        return [.. File.ReadLines(file).Select((text, i) => (text, Line: i + 1)).Where(line => !string.IsNullOrWhiteSpace(line.text))
            .Select(line => Parse(line.text, file, line.Line))];
    }

    /// <summary>Adds a line to a file, which is made when there is none; it changes whole or not at all.</summary>
    public void AppendTo(string file)
    {
        var earlier = File.Exists(file) ? File.ReadAllText(file) : "";
        var separator = earlier.Length == 0 || earlier.EndsWith('\n') ? "" : "\n";
        AtomicFile.WriteAllText(file, $"{earlier}{separator}{JsonSerializer.Serialize(this, FeedbackJson.Default.DiagnosisFeedback)}\n");
    }

    /// <summary>Sites with labels as the feedback says; those it does not speak of are as they were.</summary>
    /// <param name="sites">Labelled sites.</param>
    /// <param name="feedback">Later lines win.</param>
    /// <exception cref="InputException">A line names an incident or a recording that no site has.</exception>
    public static IReadOnlyList<SiteShifts> Apply(IReadOnlyList<SiteShifts> sites, IReadOnlyList<DiagnosisFeedback> feedback)
    {
        var labels = sites.Select(site => site.Site.Incidents.Select(placed => placed.Incident).ToList()).ToArray();
        for (var i = 0; i < feedback.Count; i++)
        {
            var (line, found) = (feedback[i], false);
            for (var s = 0; s < sites.Count; s++)
                found |= line.Incident is { } id ? Overrides(line, labels[s], id) : Extends(line, labels[s], sites[s].Site, i + 1);
            if (!found)
            {
                throw new InputException(
                    $"feedback {i + 1} names '{line.Incident ?? line.Recording}', which no site has", remedy: "give the id of an incident or the name of a recording");
            }
        }
        return [.. sites.Select((site, s) =>
            labels[s].SequenceEqual(site.Site.Incidents.Select(placed => placed.Incident)) ? site : site.Relabelled(labels[s]))];
    }

    private static bool Overrides(DiagnosisFeedback line, List<Incident> labels, string id)
    {
        var at = labels.FindIndex(label => label.Id == id);
        if (at < 0)
            return false;
        if (line.Class == DiagnosisClasses.Normal)
            labels.RemoveAt(at);
        else
            labels[at] = line.Corrected(labels[at]);
        return true;
    }

    private static bool Extends(DiagnosisFeedback line, List<Incident> labels, Site site, int number)
    {
        if (site.Recording != line.Recording)
            return false;
        // A label that lies in the interval for the most part is what the operator speaks of.
        var replaced = labels.FirstOrDefault(label => 2 * Overlap(label, line) > label.End - label.Onset);
        if (replaced is not null)
            labels.Remove(replaced);
        if (line.Class == DiagnosisClasses.Normal)
            return true;
        labels.Add(line.Corrected(replaced ?? new Incident
        {
            Id = $"feedback-{number}", FaultClass = line.Class!, Recording = site.Recording, Onset = line.Start!.Value, End = line.End!.Value,
            Layer = labels.FirstOrDefault(label => label.FaultClass == line.Class)?.Layer ?? Layer.Hardware,
            RootEntity = site.Topology.Entities[0].Id,
        }) with
        { Onset = line.Start!.Value, End = line.End!.Value });
        return true;
    }

    private static TimeSpan Overlap(Incident label, DiagnosisFeedback line)
    {
        var first = label.Onset > line.Start ? label.Onset : line.Start!.Value;
        var end = label.End < line.End ? label.End : line.End!.Value;
        return end - first;
    }

    private Incident Corrected(Incident label) => label with
    {
        FaultClass = Class ?? label.FaultClass,
        RootEntity = Entity ?? label.RootEntity,
        IsBenign = Benign ?? label.IsBenign,
    };

    private static DiagnosisFeedback Parse(string text, string file, int line)
    {
        DiagnosisFeedback? feedback;
        try
        {
            feedback = JsonSerializer.Deserialize(text, FeedbackJson.Default.DiagnosisFeedback);
        }
        catch (JsonException error)
        {
            throw new InputException($"no feedback: {error.Message}", file, line, inner: error);
        }
        var isInterval = feedback is { Recording: not null, Start: not null, End: not null, Class: not null } && feedback.End > feedback.Start;
        return feedback is { Incident: not null } || isInterval ? feedback! : throw new InputException(
            "neither an incident nor an interval with a class", file, line, remedy: "give incident, or recording, start, end and class");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DiagnosisFeedback))]
internal sealed partial class FeedbackJson : JsonSerializerContext;
