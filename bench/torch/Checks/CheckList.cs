using System.Globalization;
using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Bench.Torch.Checks;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="Status"><c>PASS</c>, <c>FAIL</c>, or <c>SKIP</c> where the software at hand lacks what is looked at.</param>
/// <param name="Value">The figure that decides; null when there is none.</param>
/// <param name="Limit">The largest value that passes.</param>
/// <param name="Note">What the value is, or why there is none.</param>
internal sealed record Check(string Name, string Status, double? Value, double? Limit, string Note);

/// <summary>Runs checks one after another, prints a line for each and keeps them.</summary>
internal sealed class CheckList(TextWriter output)
{
    private readonly List<Check> _checks = [];

    public bool HasFailed => _checks.Exists(check => check.Status == "FAIL");

    /// <summary>Passes when the value that <paramref name="measure"/> gives is a number no larger than the limit.</summary>
    public void AtMost(string name, double limit, string note, Func<double> measure)
    {
        try
        {
            var value = measure();
            Add(new Check(name, value <= limit ? "PASS" : "FAIL", value, limit, note));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // One check that cannot run must not hide the others.
            Add(new Check(name, "FAIL", null, limit, error.Message.Split('\n')[0]));
        }
    }

    public void Skip(string name, string reason) => Add(new Check(name, "SKIP", null, null, reason));

    public void WriteJson(string path) => AtomicFile.WriteAllText(path, JsonSerializer.Serialize(_checks, Report.Json));

    private void Add(Check check)
    {
        _checks.Add(check);
        var figures = check is { Value: { } value, Limit: { } limit }
            ? string.Create(CultureInfo.InvariantCulture, $"{value:E2}, at most {limit:E0}: ")
            : string.Empty;
        output.WriteLine($"{check.Status} {check.Name}: {figures}{check.Note}");
        output.Flush();
    }
}
