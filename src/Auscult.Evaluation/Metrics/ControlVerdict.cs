using System.Globalization;

namespace Auscult.Evaluation.Metrics;

/// <summary>Whether controls explain a figure away.</summary>
public static class ControlVerdict
{
    /// <summary>
    /// Why a figure says nothing about faults, or null: it is no better than chance, or a control reaches it within its uncertainty or
    /// accounts for more than half of what it is above chance.
    /// </summary>
    /// <param name="value">The figure.</param>
    /// <param name="low">Lower end of its interval.</param>
    /// <param name="chance">What shuffled labels reach at most.</param>
    /// <param name="controls">What each control is and gives, such as <c>("majority gives", 0.1)</c>; NaN is passed over.</param>
    public static string? Of(double value, double low, double chance, IEnumerable<(string What, double Value)> controls)
    {
        var reasons = new List<string>();
        if (value <= chance)
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"no better than shuffled labels (up to {chance:0.00})"));
        reasons.AddRange(controls.Where(control => control.Value >= low || control.Value - chance > (value - chance) / 2)
            .Select(control => string.Create(CultureInfo.InvariantCulture, $"{control.What} {control.Value:0.00}")));
        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }
}
