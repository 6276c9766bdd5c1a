using System.Text.Json;
using Auscult.Foundation;

namespace Auscult.Simulation.Serving.Settings;

/// <summary>Checks of settings that name the key.</summary>
internal static class Settle
{
    /// <summary>An error about one key.</summary>
    /// <param name="section">Dotted section.</param>
    /// <param name="member">The record's member.</param>
    /// <param name="problem">What is wrong, after the key.</param>
    /// <param name="remedy">What to do.</param>
    public static InputException Error(string section, string member, string problem, string? remedy = null) =>
        new($"{section}.{JsonNamingPolicy.SnakeCaseLower.ConvertName(member)} {problem}", remedy: remedy);

    /// <summary>Refuses values that are not finite and above 0.</summary>
    public static void Positive(string section, params ReadOnlySpan<(string Member, double Value)> values)
    {
        foreach (var (member, value) in values)
        {
            if (!(value > 0) || !double.IsFinite(value))
                throw Error(section, member, $"is {value}; it must be above 0");
        }
    }

    /// <summary>Refuses values that are not finite and at least 0.</summary>
    public static void NotNegative(string section, params ReadOnlySpan<(string Member, double Value)> values)
    {
        foreach (var (member, value) in values)
        {
            if (!(value >= 0) || !double.IsFinite(value))
                throw Error(section, member, $"is {value}; it must be 0 or more");
        }
    }

    /// <summary>Refuses values outside 0 to 1.</summary>
    public static void Ratio(string section, params ReadOnlySpan<(string Member, double Value)> values)
    {
        foreach (var (member, value) in values)
        {
            if (value is not (>= 0 and <= 1))
                throw Error(section, member, $"is {value}; it must be from 0 to 1");
        }
    }
}
