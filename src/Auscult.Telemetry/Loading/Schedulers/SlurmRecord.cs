using Auscult.Foundation;
using Auscult.Telemetry.Loading.Text;

namespace Auscult.Telemetry.Loading.Schedulers;

/// <summary>A job or a node as Slurm describes it.</summary>
internal sealed class SlurmRecord(Dictionary<string, string> fields, LineReader reader)
{
    private static readonly string[] None = ["", "Unknown", "None", "N/A", "(null)", "None assigned"];
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>Whether a field is there, whatever it says.</summary>
    public bool Has(string name) => fields.ContainsKey(name);

    /// <summary>The text of the first of these fields that is there; null when it says that there is none.</summary>
    public string? Optional(params string[] names)
    {
        var name = Array.Find(names, fields.ContainsKey);
        return name is null || None.Contains(fields[name], StringComparer.Ordinal) ? null : fields[name];
    }

    /// <summary>The text of the first of these fields that is there.</summary>
    /// <exception cref="InputException">None is.</exception>
    public string Text(params string[] names) => Optional(names) ?? throw Error($"{names[0]} is missing", "ask Slurm for it, or leave the record out with --skip-bad");

    /// <summary>The time in the first of these fields; null when it says that there is none.</summary>
    /// <exception cref="InputException">None of the fields is there, or it says something else.</exception>
    public long? Time(LocalTime clock, params string[] names)
    {
        if (!Array.Exists(names, fields.ContainsKey))
            throw Error($"{names[0]} is missing", "ask Slurm for it, or leave the record out with --skip-bad");
        if (Optional(names) is not { } text)
            return null;
        return clock.Parse(text, TimeFormats) is { } micros && TimeText.IsPlausible(micros) ? micros : throw Error($"{names[0]}: '{text}' is not a time");
    }

    /// <summary>The nodes that a field lists; empty when it says that there are none.</summary>
    /// <exception cref="InputException">It is no list of nodes.</exception>
    public IReadOnlyList<string> Nodes(string name) => Optional(name) is not { } text
        ? []
        : HostList.Expand(text) ?? throw Error($"{name}: '{(text.Length <= 60 ? text : text[..60] + "...")}' is no list of nodes");

    /// <summary>An error in the record.</summary>
    public InputException Error(string problem, string? remedy = null) => reader.Error(problem, remedy: remedy);
}
